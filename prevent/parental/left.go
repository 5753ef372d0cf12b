package parental

import (
	"balans/law/calendar"
	"balans/law/statute"
)

// UsedDays is how many days of parental benefit have been paid for a child, to both parents
// together. The register of days is another system's: what nobody has stated is nil, and is
// not zero.
type UsedDays struct {
	SicknessOrBase *Eighths // on sickness or base level
	Lowest         *Eighths // on the lowest level
	// AfterFourth is those of both for time from the fourth birthday on; it is needed for
	// such time alone.
	AfterFourth *Eighths
}

// Left is whether a day asked for is among the days there are.
type Left struct {
	Outcome Outcome `json:"outcome"` // NotShown when it depends on what is not known
	// OfLevel is how many days are left of those on the level asked for, before the day, and
	// AfterFourth of those for time from the fourth birthday on; nil when not known, and
	// AfterFourth also when the day is before that.
	OfLevel     *Eighths  `json:"of_level_eighths"`
	AfterFourth *Eighths  `json:"after_fourth_eighths"`
	Missing     []Missing `json:"missing,omitempty"`
	Steps       []Step    `json:"steps"`
}

// Left says whether a day on a level and a compensation is among the days there are for the
// child (SFB 12:12, 12:13, 12:19). How the days are shared between the parents (12:14–17 b)
// is not looked at. It fails as Frame does.
func (r Rules) Left(c Child, used UsedDays, level Level, on Compensation, day calendar.Date) (Left, error) {
	frame, err := r.Frame(c, day)
	if err != nil {
		return Left{}, err
	}
	k := r.begin()
	switch {
	case !level.IsLevel():
		k.wrong("level", "it is one of full, 3/4, 1/2, 1/4 and 1/8", "SFB 12:9")
	case on.rank() == 0:
		k.wrong("compensation", "the day is on the sickness, the base or the lowest level", "SFB 12:18")
	case negative(used.SicknessOrBase) || negative(used.Lowest) || negative(used.AfterFourth):
		k.wrong("used", "the days used are zero or more", "SFB 12:19")
	}
	if k.err != nil {
		return Left{}, k.err
	}
	q := &leftDays{reckoning: k, frame: frame, day: day, level: level}
	q.out.Outcome = Yes
	switch {
	case !frame.SplitKnown:
		q.missing("split", "SFB 12:12 st.2", say("hur dagarna fördelas på ersättningsnivåer när barnet kom till Sverige senare", "how the days are divided over levels of compensation when the child came to Sweden later"))
	case on == LowestLevel:
		q.out.OfLevel = q.hold("used_lowest", "SFB 12:19", frame.Lowest, used.Lowest, Text{"dagar på lägstanivå", "days on the lowest level"})
	default:
		q.out.OfLevel = q.hold("used_sickness_or_base", "SFB 12:19", frame.SicknessOrBase, used.SicknessOrBase, Text{"dagar på sjukpenning- eller grundnivå", "days on sickness or base level"})
	}
	q.afterFourth(used)
	q.until()
	q.out.Steps = k.steps
	return q.out, k.err
}

func negative(e *Eighths) bool { return e != nil && *e < 0 }

type leftDays struct {
	*reckoning
	frame Frame
	day   calendar.Date
	level Level
	out   Left
}

func (q *leftDays) missing(name string, ref statute.Ref, says Text) {
	q.out.Missing = append(q.out.Missing, Missing{name, ref, says})
	if q.out.Outcome == Yes {
		q.out.Outcome = NotShown
	}
	q.step("not_shown", ref, say("Det är inte känt %s", "It is not known %s", says), fact("outcome", string(NotShown)), fact("missing", name))
}

// hold holds the days used against those there are, and gives what is left; nil when the
// used are not stated.
func (q *leftDays) hold(name string, ref statute.Ref, most int64, used *Eighths, of Text) *Eighths {
	if used == nil {
		q.missing(name, ref, say("hur många av %d %s som är använda", "how many of %d %s are used", most, of))
		return nil
	}
	left := max(0, Days(most)-*used)
	in := []Quantity{number("most", string(statute.Days), most), number(name, unitEighths, int64(*used)), number("asked", unitEighths, int64(q.level))}
	if left < Eighths(q.level) {
		q.out.Outcome = No
		q.step("none_left", ref, say("Av %[1]d %[2]s är %[3]s använda: %[4]s är kvar, och dagen behöver %[5]s", "Of %[1]d %[2]s %[3]s are used: %[4]s are left, and the day needs %[5]s",
			most, of, used.String(), left.String(), Eighths(q.level).String()), number("left", unitEighths, int64(left)), in...)
		return &left
	}
	q.step("left", ref, say("Av %[1]d %[2]s är %[3]s använda: %[4]s är kvar", "Of %[1]d %[2]s %[3]s are used: %[4]s are left", most, of, used.String(), left.String()),
		number("left", unitEighths, int64(left)), in...)
	return &left
}

// afterFourth is 12:12 third stycke.
func (q *leftDays) afterFourth(used UsedDays) {
	switch {
	case q.frame.AfterFourthFrom == 0 || q.frame.AfterFourthFrom == calendar.None: // what Frame does not know
		q.missing("after_fourth_year", "SFB 12:12 st.3", Text{"hur många dagar som får tas ut efter barnets fjärde år", "how many days there may be after the child's fourth year"})
	case q.day >= q.frame.AfterFourthFrom:
		q.out.AfterFourth = q.hold("used_after_fourth_year", "SFB 12:12 st.3", q.frame.AfterFourth, used.AfterFourth,
			say("dagar för tid från och med %s", "days for time from %s on", q.frame.AfterFourthFrom))
	}
}

// until is 12:13: after the last birthday the school year decides, which is not known here.
func (q *leftDays) until() {
	if q.frame.Age == 0 || q.frame.Age == calendar.None {
		q.missing("last_birthday", "SFB 12:13", Text{"till vilken ålder föräldrapenning lämnas för barnet", "until which age parental benefit is paid for the child"})
	} else if q.day >= q.frame.Age {
		q.missing("school_year", "SFB 12:13", say("om barnet har avslutat skolår %d", "whether the child has ended school year %d", q.frame.SchoolYear))
	}
}
