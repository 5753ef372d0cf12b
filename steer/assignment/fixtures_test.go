package assignment_test

import (
	"errors"
	"strings"
	"testing"

	"balans/journal"
	"balans/law/calendar"
	"balans/steer/assignment"
	"balans/steer/directive"
)

func day(s string) calendar.Date {
	d, err := calendar.Parse(s)
	if err != nil {
		panic(err)
	}
	return d
}

// noon is an instant on a day.
func noon(s string) calendar.Instant { return calendar.StartOfDay(day(s)) + 12*3600*1_000_000 }

// due is a deadline by a day.
func due(kind directive.DeadlineKind, on string) directive.Deadline {
	return directive.Deadline{Line: 10, Kind: kind, Date: day(on), Precision: directive.ToDay, Printed: on}
}

func undated(relative string) directive.Deadline {
	return directive.Deadline{Line: 10, Kind: directive.Report, Date: calendar.None, Relative: relative, Printed: relative}
}

func with(d directive.Deadline, change func(*directive.Deadline)) directive.Deadline {
	change(&d)
	return d
}

func asked(id, title string, deadlines ...directive.Deadline) directive.Assignment {
	return directive.Assignment{ID: id, Line: 5, Title: title, Deadlines: deadlines, To: []string{"Regeringskansliet (Socialdepartementet)"}}
}

// edition is a confirmed edition of an invented agency.
func edition(id, from string, assignments []directive.Assignment, earlier ...directive.Assignment) directive.Edition {
	year := int(id[0]-'0')*1000 + int(id[1]-'0')*100 + int(id[2]-'0')*10 + int(id[3]-'0')
	return directive.Edition{ID: id, From: day(from), Confirmed: noon(from), TakenIn: noon(from), ConfirmedBy: "kim",
		Letter: &directive.Letter{Year: year, Agency: "Exempelmyndigheten", Decided: calendar.None, Assignments: assignments, Earlier: earlier}}
}

// first is the letter most tests begin with.
func first() directive.Edition {
	e := edition("2025-1", "2024-12-19", []directive.Assignment{
		asked("2025-01", "En plan för kortare köer",
			due(directive.ActionPlan, "2025-02-24"), due(directive.Report, "2025-04-25"), due(directive.Report, "2025-10-20"),
			with(due(directive.Report, "2026-02-28"), func(d *directive.Deadline) { d.Precision = directive.ToMonth })),
		asked("2025-02", "Prognoser för åren"),
		asked("2025-03", "Gemensamma rutiner", with(due(directive.Report, "2025-06-16"), func(d *directive.Deadline) { d.Joint = true })),
		asked("2025-04", "Löpande information"),
		asked("2025-05", "Två mottagare",
			with(due(directive.Report, "2026-04-14"), func(d *directive.Deadline) { d.To = []string{"Arbetsmarknadsdepartementet"} }),
			with(due(directive.Report, "2026-04-14"), func(d *directive.Deadline) { d.To = []string{"Socialdepartementet"} })),
	},
		asked("2025-E01", "Mål varje år", with(due(directive.Report, "2025-02-15"), func(d *directive.Deadline) { d.Yearly, d.Until = true, 2029 })),
		asked("2025-E02", "Med årsredovisningen", with(undated("annual report"), func(d *directive.Deadline) { d.Yearly, d.Until = true, 2031 })),
		asked("2025-E03", "Lämnas av en annan", with(due(directive.Report, "2025-03-31"), func(d *directive.Deadline) { d.By = "Granskningsverket" })),
	)
	e.Letter.Assignments[2].With = []string{"Granskningsverket"}
	e.Letter.Occasions = []directive.Deadline{
		{Line: 30, Kind: directive.ForecastOn, Date: day("2025-02-03"), Precision: directive.ToDay, Inferred: true},
		{Line: 31, Kind: directive.ForecastOn, Date: day("2025-04-25"), Precision: directive.ToDay, Inferred: true},
	}
	e.Letter.Appropriations = []directive.Appropriation{{Area: 10, Number: "1:6", Name: "Bidrag", Groups: []directive.Group{{Items: []directive.Item{{
		ID: "UO10 1:6 ap.2", Name: "Kunskap", Conditions: []directive.Condition{
			{Line: 50, Kind: directive.MayBeUsedFor, Text: "Till kunskap."},
			{Line: 51, Kind: directive.MayUse, Agency: "Kunskapsverket", Text: "Kunskapsverket får använda medel.", Deadlines: []directive.Deadline{
				due(directive.Claim, "2025-12-01")}},
			{Line: 51, Kind: directive.OtherConditions, Text: "Det som är kvar betalas tillbaka.", Deadlines: []directive.Deadline{due(directive.Repay, "2026-03-31")}},
			{Line: 52, Kind: directive.OtherConditions, Text: "Myndigheten redovisar själv.", Deadlines: []directive.Deadline{due(directive.Report, "2026-03-31")}},
		}}}}}}}
	return e
}

// event is a stored fact; n is its number in the stream.
func event(t testing.TB, id string, n int32, on, known string, b assignment.Body) journal.Event {
	t.Helper()
	text, err := assignment.FormatBody(b)
	if err != nil {
		t.Fatal(err)
	}
	return journal.Event{Seq: int64(n), Stream: assignment.Stream(id), Version: n, Kind: assignment.KindOf(b), OccurredOn: day(on), RecordedAt: noon(known), Actor: "kim", Body: text}
}

func build(t testing.TB, editions []directive.Edition, events []journal.Event, on, known string) *assignment.Register {
	t.Helper()
	r, err := assignment.Build(editions, events, day(on), noon(known), assignment.Parameters{Remind: []int{7}, Horizon: day("2027-12-31")})
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func ref(t testing.TB, s string) assignment.Ref {
	t.Helper()
	r, err := assignment.ParseRef(s)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func deadline(t testing.TB, r *assignment.Register, s string) *assignment.Deadline {
	t.Helper()
	_, d := r.Deadline(ref(t, s))
	if d == nil {
		t.Fatalf("the register of %s has no deadline %s", r.On, s)
	}
	return d
}

// refs is the deadlines of a list, in its order; an assignment without one is its id.
func refs(items []assignment.Item) string {
	var all []string
	for _, i := range items {
		if i.Deadline == nil {
			all = append(all, i.Entry.ID)
		} else {
			all = append(all, i.Deadline.Ref.String())
		}
	}
	return strings.Join(all, " ")
}

// code is the code of a refusal, or the error's words.
func code(err error) string {
	var r *assignment.Refusal
	switch {
	case errors.As(err, &r):
		return r.Code
	case err != nil:
		return err.Error()
	}
	return ""
}
