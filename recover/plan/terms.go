package plan

import (
	"balans/law/calendar"
	"balans/law/money"
	"balans/recover/claim"
	"balans/recover/position"
)

// Modes of plan events.
const (
	amortise = "amortise" // PlanAgreed: the amount is principal; interest and fees on top

	Cancelled = "cancelled" // PlanEnded: called off
	Fulfilled = "fulfilled" // everything is paid
	Renewed   = "renewed"   // another plan takes its place
)

// Terms are a plan as one claim has it.
type Terms struct {
	Number   string        // of the plan, the same on all its claims
	Agreed   calendar.Date // when it was agreed, or last reinstated
	First    calendar.Date // the first instalment counted
	Count    int           // instalments counted from First
	Amount   money.Amount  // öre a month; for Amortise of the principal
	Notice   money.Amount  // fee of each notice, öre
	Amortise bool
	InForce  bool // neither broken nor ended
	Broken   bool
	Ended    bool
	since    int // place of the event payments count from
}

// Due is the day instalment k, from 0, is due.
func (t *Terms) Due(k int) calendar.Date { return claim.InstalmentDue(t.First, k) }

// Of is the claim's latest plan on the day of the position; nil when it has had
// none. After a breach is reinstated, instalments count from the next one: those
// before it are excused, and what they left unpaid is in the last.
func Of(p *position.Position) *Terms {
	var t *Terms
	for i := range p.Events {
		e := &p.Events[i]
		if e.OccurredOn > p.On || e.RecordedAt > p.KnownAt {
			continue
		}
		d := e.Detail()
		switch e.Kind {
		case claim.PlanAgreed:
			t = &Terms{Number: d.Ref, Agreed: e.OccurredOn, First: d.First, Count: int(d.Count), Amount: e.Amount, Notice: d.Second,
				Amortise: e.Mode == amortise, InForce: true, since: i}
		case claim.PlanBreached:
			if t != nil {
				t.InForce, t.Broken = false, true
			}
		case claim.PlanReinstated:
			if t != nil {
				t.InForce, t.Broken = true, false
				t.restart(i, e.OccurredOn)
			}
		case claim.PlanEnded:
			if t != nil {
				t.InForce, t.Broken, t.Ended = false, false, true
			}
		}
	}
	return t
}

// restart counts instalments from the next one after the day.
func (t *Terms) restart(event int, day calendar.Date) {
	t.since, t.Agreed = event, day
	passed := t.passed(day + 1)
	first := t.First
	t.First, t.Count = first.AddMonths(passed), t.Count-passed
	if first == first.EndOfMonth() {
		t.First = t.First.EndOfMonth()
	}
}

// passed is how many instalments were due before the day.
func (t *Terms) passed(on calendar.Date) int { return passed(t.First, t.Count, on) }

func passed(first calendar.Date, count int, on calendar.Date) int {
	if first == calendar.None {
		return 0
	}
	fy, fm, _ := first.YMD()
	y, m, _ := on.YMD()
	// An instalment is due at most some days after its month: those of the month
	// before last, and earlier ones, have passed.
	k := max(0, min((y-fy)*12+int(m-fm)-1, count))
	for k < count && claim.InstalmentDue(first, k) < on {
		k++
	}
	return k
}

// Missed is how many instalments were due before the day and are not paid whole.
// paid is what has been paid since the plan was agreed, for a plan of principal
// parts of the principal; left is what is owed now, likewise. The last instalment
// is missed as long as anything is left. It allocates nothing: the nightly run
// asks it for every plan. Amounts in öre; an amount of 0 counts as never kept.
func Missed(first calendar.Date, count int, amount, paid, left money.Amount, on calendar.Date) int {
	due := passed(first, count, on)
	if due == 0 || left <= 0 || count <= 0 {
		return 0
	}
	if amount <= 0 {
		return due
	}
	kept := min(int64(paid/amount), int64(count-1))
	reach := int64((left + paid + amount - 1) / amount) // instalments it takes to pay all
	return int(max(0, min(int64(due), reach)-kept))
}
