package control

import (
	"balans/law/calendar"
	"balans/law/identity"
	"balans/law/money"
	"balans/prevent/payout"
	"balans/prevent/register"
)

// Evaluate makes one control of one payout line. It is the one way in, online and in
// bulk, so that the two cannot come to different answers.
func Evaluate(r *Rule, s *Sources, line *payout.Line, on calendar.Date, settings Settings) Evaluation {
	return evaluate(r, &View{Sources: s, Line: line, On: on, Settings: settings, rule: r})
}

func evaluate(r *Rule, v *View) Evaluation {
	var e Evaluation
	protected, known := v.protected()
	switch {
	case !known: // whether the identity is protected cannot be told: nothing else is read
		e = Evaluation{Outcome: LookupFailed, Reason: "lookup", Args: []string{ReadsPopulation.String()}}
	case protected:
		e = Evaluation{Outcome: Manual, Reason: isProtected}
		v.inputs = nil
	default:
		e = r.judge(v)
	}
	switch { // a rule that read past what failed has not seen all it judged by
	case v.outside != 0:
		e = Evaluation{Outcome: LookupFailed, Reason: "outside", Args: []string{v.outside.String()}}
	case v.failed != 0:
		e = Evaluation{Outcome: LookupFailed, Reason: "lookup", Args: []string{v.failed.String()}}
	}
	e.Rule, e.Version, e.Settings, e.Inputs = r.ID, r.Version, v.Settings, v.inputs
	if len(e.Law) == 0 {
		e.Law = r.Law
	}
	return e
}

// isProtected is the reason why nothing was read of a protected identity.
const isProtected = "protected"

// protected reports whether the identity of the person, or of the child the line is
// about, is protected on the day. It is asked before any rule and is no input of one.
func (v *View) protected() (protected, known bool) {
	if v.Failed.Has(ReadsPopulation) {
		return false, false
	}
	if v.Register.Protected(v.Line.Party, v.On) {
		return true, true
	}
	return v.Line.Child != identity.None && v.Register.Protected(v.Line.Child, v.On), true
}

// stake is the part of the line's gross that falls on so much of what is claimed: the
// whole for a benefit that is not divided by days. Öre, rounded half up.
func (v *View) stake(part, whole int64) money.Amount {
	if part >= whole || whole <= 0 {
		return v.Line.Gross
	}
	part = max(part, 0)
	a, err := money.MulDiv(v.Line.Gross, part, whole, money.HalfUp)
	if err != nil {
		return v.Line.Gross
	}
	return a
}

// stakeDays is the stake of the days of the line from a day on.
func (v *View) stakeDays(from calendar.Date) money.Amount {
	return v.stakeBetween(from, v.Line.To)
}

// stakeBetween is the stake of the days of the line in a period; to None is open.
func (v *View) stakeBetween(from, to calendar.Date) money.Amount {
	if from = max(from, v.Line.From); to == calendar.None || to > v.Line.To {
		to = v.Line.To
	}
	return v.stake(int64(to-from)+1, int64(v.Line.To-v.Line.From)+1)
}

// wholeDays reports whether every day of the period is one the line pays for.
func wholeDays(l *payout.Line) bool { return l.Days == 0 || l.Days == int(l.To-l.From)+1 }

// claimed is the extent the line claims of each of its days, in hundredths of a percent.
func claimed(l *payout.Line) int32 {
	switch {
	case l.Extent > 0:
		return l.Extent
	case l.Hours > 0 && l.Days > 0:
		return int32(min(10_000, int64(l.Hours)*10_000/fullDay/int64(l.Days)))
	}
	return 10_000
}

// lookUpDays fills in the absence of each day of many lines in one walk; lines are in
// order of party and first day. It is what bulk has beside a single look-up. Lines that no
// control asks of get nothing.
func lookUpDays(a *register.Absences, lines []*payout.Line, asked func(*payout.Line) bool) [][]register.DayAbsence {
	var keys []uint64
	var places []uint32 // where the day of each key stands in all
	found := make([][]register.DayAbsence, len(lines))
	total := 0
	for _, l := range lines {
		if asked(l) {
			total += int(l.To-l.From) + 1
		}
	}
	all := make([]register.DayAbsence, total)
	keys, places = make([]uint64, 0, total), make([]uint32, 0, total)
	at := 0
	for i, l := range lines {
		if !asked(l) {
			continue
		}
		n := int(l.To-l.From) + 1
		found[i] = all[at : at+n : at+n]
		for d := range n {
			if key, ok := register.DayKey(l.Party, l.From+calendar.Date(d)); ok {
				keys, places = append(keys, key), append(places, uint32(at+d))
			}
		}
		at += n
	}
	if !sorted(keys) {
		keys = register.SortKeys(keys, places, 0)
	}
	a.Walk(keys, fullDay, func(i int, d register.DayAbsence) { all[places[i]] = d })
	return found
}

func sorted(keys []uint64) bool {
	for i := 1; i < len(keys); i++ {
		if keys[i-1] > keys[i] {
			return false
		}
	}
	return true
}
