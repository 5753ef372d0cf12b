package parental

import (
	"errors"

	"balans/law/calendar"
	"balans/law/statute"
)

// Child is what is stated of the child or children of one birth or adoption.
type Child struct {
	Born calendar.Date
	// Begins is the day that counts as the birth: the birth itself, or at adoption the
	// day the child came into the parent's care (11:7). calendar.None means the birth.
	Begins calendar.Date
	// Resident is the day the child became resident in Sweden; calendar.None means from birth.
	Resident calendar.Date
	// Siblings is how many further children the birth had: 1 for twins.
	Siblings int64
}

// Frame is how many days of parental benefit there are for a child whose parents are
// insured by both residence and work, in whole days for both parents together.
type Frame struct {
	Total int64 `json:"total"`
	// First is the days that are on sickness or base level only (12:19). SicknessOrBase
	// is with those all such days, and Lowest the days on the lowest level. SplitKnown is
	// false where the law does not say it in numbers: a child that came to Sweden later.
	First          int64 `json:"first"`
	SicknessOrBase int64 `json:"sickness_or_base"`
	Lowest         int64 `json:"lowest"`
	SplitKnown     bool  `json:"split_known"`
	// AfterFourth is the most days for time from AfterFourthFrom on.
	AfterFourth     int64         `json:"after_fourth_year"`
	AfterFourthFrom calendar.Date `json:"after_fourth_year_from"`
	Reserved        int64         `json:"reserved_each"` // for each of two parents (12:17)
	Transfer        int64         `json:"transfer"`      // to others, for each child (12:17 b)
	TransferEach    int64         `json:"transfer_each"`
	Double          int64         `json:"double"` // with both parents at the same time (12:4 a)
	DoubleLast      calendar.Date `json:"double_last"`
	Age             calendar.Date `json:"last_birthday"`    // benefit is paid until the child turns this age,
	SchoolYear      int64         `json:"last_school_year"` // or has ended this school year if that is later (12:13)
	// Missing names what is not known of the law for the child: by its parameter.
	Missing []Missing `json:"missing,omitempty"`
	Steps   []Step    `json:"steps"`
}

// Frame says how many days there are, by the wording in force on a day or, where the
// transitions say so, at the birth. It fails for what cannot be, and with a
// *statute.MissingError when even the number of days is not known; what else is not known
// is among the missing, and zero.
func (r Rules) Frame(c Child, on calendar.Date) (Frame, error) {
	k := r.begin()
	if c.Begins == calendar.None {
		c.Begins = c.Born
	}
	if c.Resident == calendar.None {
		c.Resident = c.Born
	}
	switch {
	case c.Born == calendar.None || on == calendar.None:
		k.wrong("born", "the child's birth and the day are needed", "SFB 12:12")
	case c.Begins < c.Born:
		k.wrong("begins", "a child comes into care at birth or later", "SFB 11:7")
	case c.Siblings < 0 || c.Siblings > 20:
		k.wrong("siblings", "the further children of a birth are zero to twenty", "SFB 12:12")
	}
	if k.err != nil {
		return Frame{}, k.err
	}
	f := &frame{reckoning: k, child: c, on: on}
	f.total()
	if k.err != nil {
		return Frame{}, k.err
	}
	f.split()
	f.afterFourth()
	f.shares()
	f.until()
	if k.err != nil {
		return Frame{}, k.err
	}
	f.out.Steps = k.steps
	return f.out, nil
}

type frame struct {
	*reckoning
	child Child
	on    calendar.Date
	out   Frame
}

// known is a parameter on a day; one without a value is noted as missing.
func (f *frame) known(name string, on calendar.Date, ref statute.Ref) (statute.Value, bool) {
	v, err := f.law.Value(name, on)
	if errors.Is(err, statute.ErrMissing) {
		f.out.Missing = append(f.out.Missing, Missing{name, ref, say("lagens värde för %s är inte känt", "the law's value for %s is not known", on)})
		return v, false
	}
	if err != nil {
		f.fail(err)
	}
	return v, err == nil
}

// total is 12:12 first and second stycke.
func (f *frame) total() {
	days, further := statute.FPDays, statute.FPDaysFurtherChild
	ref := statute.Ref("SFB 12:12 st.1")
	switch {
	case f.child.Resident >= f.child.Born.AddYears(2):
		days, further, ref = statute.FPDaysLater, statute.FPDaysLaterFurtherChild, "SFB 12:12 st.2"
	case f.child.Resident >= f.child.Born.AddYears(1):
		days, further, ref = statute.FPDaysSecondYear, statute.FPDaysSecondYearFurtherChild, "SFB 12:12 st.2"
	}
	first, more := f.value(days, f.on), f.value(further, f.on)
	if f.err != nil {
		return
	}
	f.out.Total = first.Int64 + f.child.Siblings*more.Int64
	says := say("%d dagar sammanlagt för föräldrarna", "%d days for the parents together", f.out.Total)
	if f.child.Siblings > 0 {
		says = say("%d + %d × %d = %d dagar sammanlagt för föräldrarna", "%d + %d × %d = %d days for the parents together",
			first.Int64, f.child.Siblings, more.Int64, f.out.Total)
	}
	f.step("total", ref, says, number("total", string(statute.Days), f.out.Total), law(first), law(more), number("siblings", string(statute.Count), f.child.Siblings))
	f.out.SplitKnown = ref == "SFB 12:12 st.1"
}

// split is 12:19 and, for a multiple birth, 12:42 and 12:45.
func (f *frame) split() {
	if !f.out.SplitKnown {
		f.out.Missing = append(f.out.Missing, Missing{"split", "SFB 12:12 st.2",
			say("hur dagarna fördelas på ersättningsnivåer när barnet kom till Sverige senare; lagen säger det inte i siffror",
				"how the days are divided over levels of compensation when the child came to Sweden later; the law does not say it in numbers")})
		return
	}
	first, later, lowest := f.value(statute.FPFirstDays, f.on), f.value(statute.FPLaterDays, f.on), f.value(statute.FPLowestDays, f.on)
	twin := f.value(statute.FPMultipleSicknessDays, f.on)
	if f.err != nil {
		return
	}
	f.out.First = first.Int64
	f.out.Lowest = lowest.Int64
	ref := statute.Ref("SFB 12:19")
	if f.child.Siblings > 0 { // half of the second child's days; the third's and later ones' are all on the higher levels
		ref = "SFB 12:42"
		f.out.Lowest += (f.out.Total-first.Int64-later.Int64-lowest.Int64)/f.child.Siblings - twin.Int64
	}
	f.out.SicknessOrBase = f.out.Total - f.out.Lowest
	f.step("split", ref, say("%d dagar på sjukpenning- eller grundnivå, varav de första %d bara där, och %d på lägstanivå",
		"%d days on sickness or base level, of which the first %d only there, and %d on the lowest level", f.out.SicknessOrBase, f.out.First, f.out.Lowest),
		number("sickness_or_base", string(statute.Days), f.out.SicknessOrBase), law(first), law(later), law(lowest), law(twin))
}

// afterFourth is 12:12 third stycke, by the child's birth.
func (f *frame) afterFourth() {
	most, ok := f.known(statute.FPDaysAfterFourthYear, f.child.Begins, "SFB 12:12 st.3")
	if !ok {
		return
	}
	more, years := f.value(statute.FPDaysAfterFourthYearFurtherChild, f.child.Begins), f.value(statute.FPFourthYear, f.child.Begins)
	if f.err != nil {
		return
	}
	f.out.AfterFourth = most.Int64 + f.child.Siblings*more.Int64
	f.out.AfterFourthFrom = f.child.Begins.AddYears(int(years.Int64))
	f.step("after_fourth_year", "SFB 12:12 st.3", say("Högst %d dagar för tid från och med %s", "At most %d days for time from %s on", f.out.AfterFourth, f.out.AfterFourthFrom),
		number("after_fourth_year", string(statute.Days), f.out.AfterFourth), date("begins", f.child.Begins), law(most), law(more), law(years))
}

// shares is what each parent keeps, may transfer, and may have together with the other.
func (f *frame) shares() {
	if v, ok := f.known(statute.FPReservedDays, f.child.Begins, "SFB 12:17"); ok {
		f.out.Reserved = v.Int64
		f.step("reserved", "SFB 12:17", say("Vardera föräldern kan inte avstå %d dagar på sjukpenning- eller grundnivå", "Each parent cannot give up %d days on sickness or base level", v.Int64),
			number("reserved", string(statute.Days), v.Int64), law(v))
	}
	if v, ok := f.known(statute.FPTransferDays, f.on, "SFB 12:17b"); ok {
		each := f.value(statute.FPTransferDaysEach, f.on)
		f.out.Transfer, f.out.TransferEach = v.Int64, each.Int64
		f.step("transfer", "SFB 12:17b", say("Högst %d dagar för varje barn får överlåtas till andra, %d av vardera föräldern vid gemensam vårdnad",
			"At most %d days for each child may be transferred to others, %d by each parent with joint custody", v.Int64, each.Int64),
			number("transfer", string(statute.Days), v.Int64), law(v), law(each))
	}
	if v, ok := f.known(statute.FPDoubleDays, f.on, "SFB 12:4a"); ok {
		months := f.value(statute.FPDoubleMonths, f.on)
		f.out.Double, f.out.DoubleLast = v.Int64, f.child.Begins.AddMonths(int(months.Int64))
		f.step("double", "SFB 12:4a", say("Högst %d dagar får föräldrarna ha samtidigt, till och med %s", "At most %d days may the parents have at the same time, until %s", v.Int64, f.out.DoubleLast),
			number("double", string(statute.Days), v.Int64), date("last", f.out.DoubleLast), law(v), law(months))
		f.reading()
	}
}

// until is 12:13.
func (f *frame) until() {
	age, ok := f.known(statute.FPLastAge, f.child.Begins, "SFB 12:13")
	if !ok {
		return
	}
	year, ok := f.known(statute.FPLastSchoolYear, f.on, "SFB 12:13")
	if !ok {
		return
	}
	f.out.Age, f.out.SchoolYear = f.child.Born.AddYears(int(age.Int64)), year.Int64
	f.step("until", "SFB 12:13", say("Till dess barnet fyllt %[1]d år (%[2]s) eller senare har avslutat skolår %[3]d", "Until the child has turned %[1]d (%[2]s) or later has ended school year %[3]d", age.Int64, f.out.Age, year.Int64),
		date("birthday", f.out.Age), law(age), law(year))
}
