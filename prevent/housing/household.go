package housing

import (
	"fmt"

	"balans/law/calendar"
	"balans/law/money"
	"balans/law/statute"
)

// Form is which rules a household's allowance follows.
type Form uint8

// The forms.
const (
	Family Form = iota + 1 // with children at home, alternating or on access (SFB 96:4–9)
	Young  Form = iota + 1 // from 18 and not yet 29, without children that give the other form (SFB 96:10–11)
)

var formNames = [...]string{"", "family", "young"}

func (f Form) String() string {
	if int(f) >= len(formNames) {
		return ""
	}
	return formNames[f]
}

// ParseForm reads what String writes.
func ParseForm(s string) (Form, bool) {
	for i, name := range formNames {
		if i > 0 && s == name {
			return Form(i), true
		}
	}
	return 0, false
}

// RoomsUnstated is Household.Rooms when nobody has stated them.
const RoomsUnstated = -1

// Household is what an allowance of a month depends on beside the incomes, as it was decided.
type Household struct {
	Form    Form
	Spouses bool // two adults who are spouses or live as such (SFB 95:6–7)
	// Children who live there always, by turns with two parents, and part of the time.
	Home, Alternating, Access uint8
	Rooms                     int8         // besides the kitchen; RoomsUnstated
	Area                      int16        // square metres
	Cost                      money.Amount // considered cost of the dwelling, öre a month (SFB 97:14)
	// What was accepted beyond the limits because somebody is disabled (SFB 97:18, 97:20, and of
	// the young 97:27, 97:28): a cost in öre a month and an area; 0 for neither.
	AcceptedCost money.Amount
	AcceptedArea int16
}

// InputError says that a field cannot be what it is.
type InputError struct {
	Field string
	Why   string
	Law   statute.Ref
}

func (e *InputError) Error() string {
	if e.Law == "" {
		return fmt.Sprintf("housing: %s: %s", e.Field, e.Why)
	}
	return fmt.Sprintf("housing: %s: %s (%s)", e.Field, e.Why, e.Law)
}

// Limits of what a household can be.
const (
	mostChildren = 20
	mostCost     = money.Amount(100_000_000) // a million kronor a month
	mostArea     = 2000
	mostRooms    = 50
)

// Check says what of a household cannot be; nil for nothing. The error is an *InputError.
func (h *Household) Check() error {
	children := int(h.Home) + int(h.Alternating) + int(h.Access)
	switch {
	case h.Form != Family && h.Form != Young:
		return &InputError{"form", "it is family or young", "SFB 95:2"}
	case h.Form == Family && children == 0:
		return &InputError{"home", "a family has at least one child at home, alternating or on access", "SFB 96:4"}
	case h.Form == Young && children > 0:
		return &InputError{"home", "a household with children follows the rules of families; of the young no child is stated, also where one on access gives them no right as a family", "SFB 96:11"}
	case children > mostChildren:
		return &InputError{"home", fmt.Sprintf("a household has at most %d children, not %d", mostChildren, children), ""}
	case h.Area < 1 || h.Area > mostArea || h.AcceptedArea < 0 || h.AcceptedArea > mostArea:
		return &InputError{"area", fmt.Sprintf("a dwelling has from 1 to %d square metres", mostArea), "SFB 97:20"}
	case h.Rooms < RoomsUnstated || h.Rooms > mostRooms:
		return &InputError{"rooms", fmt.Sprintf("a dwelling has from 0 to %d rooms", mostRooms), "SFB 96:6"}
	case h.Cost < 0 || h.Cost > mostCost || h.AcceptedCost < 0 || h.AcceptedCost > mostCost:
		return &InputError{"cost", "the cost is from 0 to " + kr(mostCost) + " a month", "SFB 97:14"}
	}
	return nil
}

// FirstMonth is the first day of the first month with a right (SFB 96:12, 96:14): the month after
// the one in which it arose, or that month when it arose on its first day; and never before the
// month of the application.
func FirstMonth(arose, applied calendar.Date) calendar.Date {
	first := arose.FirstOfMonth()
	if arose.Day() != 1 {
		first = first.AddMonths(1)
	}
	return calendar.Later(first, applied.FirstOfMonth())
}

// FirstMonthOfRise is the first month with a higher rent (SFB 96:14): as FirstMonth, but also
// before the month of the application when that came within a month of the day on which the
// person learnt of the rise.
func FirstMonthOfRise(rose, learnt, applied calendar.Date) calendar.Date {
	if applied <= learnt.AddMonths(1) {
		return FirstMonth(rose, rose)
	}
	return FirstMonth(rose, applied)
}

// LastMonth is the last day of the last month with a right that ended or changed on a day (SFB
// 96:12): that month, or the one before when it was on its first day.
func LastMonth(ended calendar.Date) calendar.Date {
	if ended.Day() == 1 {
		return ended.AddDays(-1)
	}
	return ended.EndOfMonth()
}

// YoungAt says whether somebody born on a day has an age in a month at which the young can have
// the allowance: 18 and not yet 29 (SFB 96:10, 96:11). The month in which a birthday falls follows
// SFB 96:12: a right that arises or ends during it.
func (r *Rules) YoungAt(born, month calendar.Date) (bool, error) {
	least, err := r.law.Value(statute.HousingYoungAge, month)
	if err != nil {
		return false, err
	}
	end, err := r.law.Value(statute.HousingYoungAgeEnd, month)
	if err != nil {
		return false, err
	}
	first := FirstMonth(born.AddYears(int(least.Int64)), born)
	last := LastMonth(born.AddYears(int(end.Int64)))
	return month >= first && month <= last, nil
}

// payDayOfMonth is the day of the month on which housing allowance is paid.
const payDayOfMonth = 27

// PayDay is the first ordinary pay day that is at least ten days after a day: the 27th, or the
// bank day before when that is no bank day. The day stands in the ordinance as it read in 2004.
func PayDay(after calendar.Date) calendar.Date {
	for month := after.FirstOfMonth(); ; month = month.AddMonths(1) {
		d := month.AddDays(payDayOfMonth - 1)
		for !calendar.IsBankDay(d) {
			d = d.AddDays(-1)
		}
		if d >= after.AddDays(10) {
			return d
		}
	}
}
