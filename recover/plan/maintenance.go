package plan

import (
	"cmp"
	"fmt"
	"slices"

	"balans/law/calendar"
	"balans/law/money"
	"balans/law/statute"
	"balans/recover/position"
)

// million is the whole of a share in millionths.
const million = 1_000_000

// Maintenance is a deferred maintenance debt (underhållsskuld) whose instalment
// is asked for. It is no claim for repayment, and its plan stands on none.
type Maintenance struct {
	On     calendar.Date
	Yearly []money.Amount // what is to be paid a year for each child, öre, above 0
	// Room is what is left a month above what the debtor and his family live on
	// (UB 7:4-5), öre; nil when nobody has stated it.
	Room *money.Amount
}

// MaintenanceInstalment is the instalment of a month, and how it came about.
type MaintenanceInstalment struct {
	Amount money.Amount // öre a month
	Share  money.Amount // a twelfth of the share of the yearly amounts, down to whole öre
	Least  money.Amount // for all children together
	Notes  []position.Note
}

// Instalment is the monthly amount by SFB 19:43: a twelfth of the share of the
// yearly amounts, at least so much for each child, and never more than there is
// room for. It fails with statute.ErrMissing when the law of the day is not known.
func (m *Maintenance) Instalment(ps *statute.Parameters) (i MaintenanceInstalment, err error) {
	if err := m.check(); err != nil {
		return i, err
	}
	share, err1 := ps.Value(statute.MaintenanceInstalmentShare, m.On)
	least, err2 := ps.Value(statute.MaintenanceInstalmentMinimum, m.On)
	if err := cmp.Or(err1, err2); err != nil {
		return i, err
	}
	year, err := money.Sum(m.Yearly...)
	if err != nil {
		return i, err
	}
	if i.Share, err = money.MulDiv(year, share.Int64, 12*million, money.Down); err != nil {
		return i, err
	}
	if i.Least, err = money.MulDiv(money.Amount(least.Int64), int64(len(m.Yearly)), 1, money.Down); err != nil {
		return i, err
	}
	i.Amount = max(i.Share, i.Least)
	i.note("maintenance-share", "SFB 19:43", "a twelfth of %s kr × %s millionths is %s kr", year, share.Text(), i.Share)
	if i.Least > i.Share {
		i.note("maintenance-least", "SFB 19:43", "at least %s kr a month for each of %d children", money.Amount(least.Int64), len(m.Yearly))
	}
	m.limit(&i)
	return i, nil
}

func (m *Maintenance) check() error {
	refuse := func(format string, args ...any) error {
		return &position.Refusal{Code: "maintenance-amounts", Law: "SFB 19:43", Why: fmt.Sprintf(format, args...)}
	}
	if len(m.Yearly) == 0 {
		return refuse("state what is to be paid a year for each child")
	}
	for k, y := range m.Yearly {
		if y <= 0 {
			return refuse("the yearly amount of child %d is %s kr; it is to be above 0", k+1, y)
		}
	}
	if m.Room != nil && *m.Room < 0 {
		return refuse("the room is %s kr; where there is none it is 0", *m.Room)
	}
	return nil
}

// limit holds the instalment against what there is room for. The room limits the
// least amount too: nobody pays from what he lives on.
func (m *Maintenance) limit(i *MaintenanceInstalment) {
	switch {
	case m.Room == nil:
		i.note("maintenance-room-unknown", "UB 7:4", "whether there is room for %s kr a month is not checked: no room has been stated", i.Amount)
	case *m.Room < i.Amount:
		i.note("maintenance-room", "UB 7:4", "there is room for %s kr a month, less than %s kr", *m.Room, i.Amount)
		i.Amount = *m.Room
	}
}

func (i *MaintenanceInstalment) note(code string, law statute.Ref, format string, args ...any) {
	i.Notes = append(i.Notes, position.Note{Code: code, Law: law, Text: fmt.Sprintf(format, args...)})
}

// MaintenanceMissed is what follows from an instalment of maintenance debt that
// was not paid when due.
type MaintenanceMissed struct {
	Due   []calendar.Date // of the missed instalment and of those that are to be paid with it
	PayBy calendar.Date   // the last day to pay them all
}

// MissedMaintenance applies SFB 19:43 to an instalment missed on its due date.
// The days are those of the calendar: a last day that is no bank day stays the
// last day. Where the due date is the end of a month, so are those that follow,
// and the last day is never before the last of them is due (inference: nobody
// must pay early). It fails with statute.ErrMissing when the law of the day is
// not known.
func MissedMaintenance(ps *statute.Parameters, missed calendar.Date) (MaintenanceMissed, error) {
	var m MaintenanceMissed
	if missed == calendar.None {
		return m, &position.Refusal{Code: "maintenance-missed", Law: "SFB 19:43", Why: "state the due date of the instalment that was missed"}
	}
	following, err1 := ps.Value(statute.MaintenanceMissedFollowing, missed)
	months, err2 := ps.Value(statute.MaintenanceMissedMonths, missed)
	if err := cmp.Or(err1, err2); err != nil {
		return m, err
	}
	for k := range int(following.Int64) + 1 {
		due := missed.AddMonths(k)
		if missed == missed.EndOfMonth() {
			due = due.EndOfMonth()
		}
		m.Due = append(m.Due, due)
	}
	m.PayBy = max(missed.AddMonths(int(months.Int64)), m.Due[len(m.Due)-1])
	return m, nil
}

// WholeDebtDue is the day the whole debt falls due, the day after PayBy, unless
// every instalment is paid by then; None when all are. paid has the day each was
// paid in full, in the order of Due; None, or no place, stands for not paid.
func (m *MaintenanceMissed) WholeDebtDue(paid []calendar.Date) calendar.Date {
	late := func(d calendar.Date) bool { return d == calendar.None || d > m.PayBy }
	if len(paid) >= len(m.Due) && !slices.ContainsFunc(paid[:len(m.Due)], late) {
		return calendar.None
	}
	return m.PayBy.AddDays(1)
}

// Explain says in a sentence what is to be paid when, and what else follows.
func (m *MaintenanceMissed) Explain() position.Note {
	return position.Note{Code: "maintenance-missed", Law: "SFB 19:43", Text: fmt.Sprintf(
		"the instalment due on %s was missed: it and the %d due through %s are to be paid by %s, else the whole debt falls due on %s",
		m.Due[0], len(m.Due)-1, m.Due[len(m.Due)-1], m.PayBy, m.PayBy.AddDays(1))}
}
