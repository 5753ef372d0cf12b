package assignment_test

import (
	"slices"
	"strings"
	"testing"

	"balans/journal"
	"balans/law/calendar"
	"balans/steer/assignment"
	"balans/steer/directive"
)

func TestBuild_listsWhatALetterAsksFor(t *testing.T) {
	r := build(t, []directive.Edition{first()}, nil, "2025-03-01", "2025-03-01")
	var ids string
	for _, e := range r.Entries {
		ids += e.ID + " "
	}
	if want := "2025-01 2025-02 2025-03 2025-04 2025-05 2025-UO10-1:6-ap.2 2025-E01 2025-E02 2025-E03 "; ids != want {
		t.Errorf("the register has %s, want %s", ids, want)
	}
	if e := r.Entry("2025-02"); len(e.Deadlines) != 2 || e.Deadlines[1].Ref.String() != "2025-02/forecast/2" {
		t.Errorf("the forecast occasions are not those of the assignment on forecasts: %+v", e.Deadlines)
	}
	if e := r.Entry("2025-UO10-1:6-ap.2"); len(e.Deadlines) != 3 || len(e.Letter.Text) != 3 ||
		e.Deadlines[0].By != "Kunskapsverket" || e.Deadlines[1].Letter.Kind != directive.Repay || e.Deadlines[1].By != "Kunskapsverket" || e.Deadlines[2].By != "" {
		t.Errorf("the conditions: %+v", e)
	}
	for _, x := range []struct {
		list assignment.List
		days int
		want string
	}{
		{assignment.Due, 0, ""},
		{assignment.Due, 30, "2025-E03/report/1"},
		{assignment.Due, 55, "2025-E03/report/1 2025-01/report/1 2025-02/forecast/2"},
		{assignment.LateOnes, 0, "2025-02/forecast/1 2025-E01/report/1/2025 2025-01/action-plan/1"},
		{assignment.JointOnes, 0, "2025-03/report/1"},
		{assignment.Recurring, 0, "2025-E01/report/1/2025 2025-E01/report/1/2026 2025-E01/report/1/2027 2025-E02/report/1/2025 2025-E02/report/1/2026 2025-E02/report/1/2027"},
		{assignment.WithoutDay, 0, "2025-04 2025-E02/report/1/2025 2025-E02/report/1/2026 2025-E02/report/1/2027"},
		// Saturday 2025-02-15 and Sunday 2026-02-15; 2026-02-28 is a Saturday, but only the month is given.
		{assignment.NoBankDay, 0, "2025-E01/report/1/2025 2025-E01/report/1/2026"},
	} {
		items, err := r.Listed(x.list, x.days)
		if got := refs(items); err != nil || got != x.want {
			t.Errorf("%s %d: %q, %v; want %q", x.list, x.days, got, err, x.want)
		}
	}
	if d := deadline(t, r, "2025-E01/report/1/2026"); d.NextBankDay != day("2026-02-16") || d.Date != day("2026-02-15") {
		t.Errorf("flagged %s, next bank day %s; the date itself is not moved", d.Date, d.NextBankDay)
	}
	if _, err := r.Listed("nonsense", 0); err == nil {
		t.Error("a list that does not exist was given")
	}
}

// The day itself is in time, the day after is late.
func TestBuild_theDayItselfIsInTime(t *testing.T) {
	for on, want := range map[string]assignment.Status{"2025-06-15": assignment.Coming, "2025-06-16": assignment.Coming, "2025-06-17": assignment.Late} {
		if got := deadline(t, build(t, []directive.Edition{first()}, nil, on, "2025-12-31"), "2025-03/report/1").Status; got != want {
			t.Errorf("on %s it is %s, want %s", on, got, want)
		}
	}
	for on, want := range map[string]assignment.Status{"2025-06-16": assignment.WasDelivered, "2025-06-17": assignment.DeliveredLate} {
		r := build(t, []directive.Edition{first()}, []journal.Event{event(t, "2025-03", 1, on, on, assignment.Deliver{For: ref(t, "2025-03/report/1"), Diary: "D 1"})}, "2025-07-01", "2025-07-01")
		if d := deadline(t, r, "2025-03/report/1"); d.Status != want || d.Delivery.Late != (want == assignment.DeliveredLate) {
			t.Errorf("delivered on %s it is %s, want %s", on, d.Status, want)
		}
	}
	r := build(t, []directive.Edition{first()}, nil, "2025-05-01", "2025-05-01")
	if d := deadline(t, r, "2025-E03/report/1"); d.Status != assignment.PassedOther {
		t.Errorf("what another agency delivers is %s here", d.Status)
	}
}

// second moves, drops and adds: the plan's last report is moved, joint routines are gone,
// a new assignment has come, and the yearly one has another day.
func second() directive.Edition {
	e := first()
	e.ID, e.From, e.Confirmed = "2025-2", day("2025-06-26"), noon("2025-06-27")
	a := e.Letter.Assignments
	a[0].Deadlines[2].Date = day("2025-11-03")
	a[0].Deadlines = append(a[0].Deadlines, due(directive.Interim, "2025-09-01"))
	a[4].Deadlines[0], a[4].Deadlines[1] = a[4].Deadlines[1], a[4].Deadlines[0]
	e.Letter.Assignments = append(append([]directive.Assignment{}, a[:2]...), a[3], a[4], asked("2025-06", "Förbered en ny gräns",
		with(due(directive.Ready, "2026-01-01"), func(d *directive.Deadline) { d.Line = 80 })))
	e.Letter.Earlier[0].Deadlines[0].Date = day("2025-03-01")
	return e
}

func TestBuild_aLaterEditionMovesDropsAndAdds(t *testing.T) {
	events := []journal.Event{
		event(t, "2025-01", 1, "2025-02-20", "2025-02-20", assignment.Deliver{For: ref(t, "2025-01/action-plan/1"), Diary: "D 1"}),
		event(t, "2025-01", 2, "2025-10-22", "2025-10-22", assignment.Deliver{For: ref(t, "2025-01/report/2"), Diary: "D 2"}),
		event(t, "2025-05", 1, "2025-10-22", "2025-10-22", assignment.Deliver{For: ref(t, "2025-05/report/2"), Diary: "D 3"}),
	}
	editions := []directive.Edition{second(), first()}
	before, after := build(t, editions, events, "2025-06-25", "2025-12-31"), build(t, editions, events, "2025-12-31", "2025-12-31")

	if d := deadline(t, before, "2025-01/report/2"); d.Date != day("2025-10-20") || d.Moved() || d.Delivery != nil {
		t.Errorf("before the edition applied: %+v", d)
	}
	d := deadline(t, after, "2025-01/report/2")
	if d.Date != day("2025-11-03") || d.Was() != day("2025-10-20") || d.Status != assignment.WasDelivered || d.Delivery.Diary != "D 2" {
		t.Errorf("after: %+v", d)
	}
	if len(d.Changes) != 2 || d.Changes[1].By != "2025-2" || d.Changes[1].Since != day("2025-06-26") {
		t.Errorf("the dates came to be so: %+v", d.Changes)
	}
	if d := deadline(t, after, "2025-01/interim/1"); d.Status != assignment.Late || d.Moved() {
		t.Errorf("an added deadline: %+v", d)
	}
	if d := deadline(t, after, "2025-05/report/2"); d.To[0] != "Socialdepartementet" || d.Delivery == nil {
		t.Errorf("of two deliveries on one day the one to %v was taken for the other", d.To)
	}
	e := after.Entry("2025-03")
	if e.State != assignment.Dropped || e.Dropped != "2025-2" || e.Deadlines[0].Status != assignment.NotAsked {
		t.Errorf("the dropped one: %+v, %+v", e, e.Deadlines[0])
	}
	for _, i := range after.Late() {
		if i.Entry == e {
			t.Error("what was dropped is called late")
		}
	}
	if joint, err := after.Listed(assignment.JointOnes, 0); err != nil || len(joint) != 0 {
		t.Errorf("what was dropped is listed as joint: %s, %v", refs(joint), err)
	}
	if before.Entry("2025-03").State != assignment.Open || before.Entry("2025-06") != nil || after.Entry("2025-06") == nil {
		t.Error("the second edition counts before its day, or not after it")
	}
	// The day of the series that had passed stays; those to come have the new day.
	for s, want := range map[string]string{"2025-E01/report/1/2025": "2025-02-15", "2025-E01/report/1/2026": "2026-03-01"} {
		if d := deadline(t, after, s); d.Date != day(want) {
			t.Errorf("%s is due on %s, want %s", s, d.Date, want)
		}
	}
	// An edition that is not yet confirmed changes nothing.
	if d := deadline(t, build(t, editions, events, "2025-12-31", "2025-06-26"), "2025-01/report/2"); d.Date != day("2025-10-20") {
		t.Errorf("known before the confirmation it is due on %s", d.Date)
	}
}

// A letter of the next year lists what is left: days that have passed stay with the old
// letter, and another date there is something new.
func TestBuild_theNextYearsLetterListsWhatIsLeft(t *testing.T) {
	next := edition("2026-1", "2025-12-18", nil,
		asked("2025-01", "En plan för kortare köer", with(due(directive.Report, "2026-03-15"), func(d *directive.Deadline) {}), due(directive.Report, "2026-11-01")),
		asked("2025-E01", "Mål varje år", with(due(directive.Report, "2026-02-15"), func(d *directive.Deadline) { d.Yearly, d.Until = true, 2030 })))
	r := build(t, []directive.Edition{first(), next}, nil, "2026-01-10", "2026-01-10")
	e := r.Entry("2025-01")
	if e.Origin != assignment.Earlier || e.Year != 2026 || e.Edition != "2026-1" || e.Given != day("2024-12-19") {
		t.Errorf("%+v", e)
	}
	for s, want := range map[string]string{"2025-01/report/1": "2025-04-25", "2025-01/report/2": "2025-10-20", "2025-01/report/3": "2026-03-15", "2025-01/report/4": "2026-11-01",
		"2025-E01/report/1/2025": "2025-02-15", "2025-E01/report/1/2026": "2026-02-15"} {
		if d := deadline(t, r, s); d.Date != day(want) || d.Dropped != "" || d.Moved() != (s == "2025-01/report/3") {
			t.Errorf("%s: %+v", s, d)
		}
	}
	if _, d := r.Deadline(ref(t, "2025-01/report/5")); d != nil {
		t.Errorf("one too many: %+v", d)
	}
}

func TestBuild_anExtensionStandsUntilAnEditionHasAnotherDate(t *testing.T) {
	extended := event(t, "2025-01", 1, "2025-05-02", "2025-05-03", assignment.Extend{For: ref(t, "2025-01/report/2"), Date: day("2025-12-01"), Reference: "S2025/01"})
	same := first()
	same.ID, same.From, same.Confirmed = "2025-2", day("2025-06-26"), noon("2025-06-26")
	takesIn := second()
	takesIn.Letter.Assignments[0].Deadlines[2].Date = day("2025-12-01")
	for name, x := range map[string]struct {
		editions []directive.Edition
		on, want string
		changes  int
	}{
		"before the decision":            {[]directive.Edition{first()}, "2025-05-01", "2025-10-20", 1},
		"after it":                       {[]directive.Edition{first()}, "2025-05-02", "2025-12-01", 2},
		"an edition with the old date":   {[]directive.Edition{first(), same}, "2025-07-01", "2025-12-01", 2},
		"an edition with another date":   {[]directive.Edition{first(), second()}, "2025-07-01", "2025-11-03", 3},
		"an edition that takes it in":    {[]directive.Edition{first(), takesIn}, "2025-07-01", "2025-12-01", 2},
		"not yet in the edition's days":  {[]directive.Edition{first(), second()}, "2025-06-25", "2025-12-01", 2},
		"the edition comes after a year": {[]directive.Edition{first(), second()}, "2026-07-01", "2025-11-03", 3},
	} {
		d := deadline(t, build(t, x.editions, []journal.Event{extended}, x.on, "2026-12-31"), "2025-01/report/2")
		if d.Date != day(x.want) || len(d.Changes) != x.changes {
			t.Errorf("%s: %s after %+v, want %s", name, d.Date, d.Changes, x.want)
		}
	}
}

func TestBuild_aClosedOneComesBackWhenMoreIsAskedFor(t *testing.T) {
	closed := event(t, "2025-01", 1, "2025-05-01", "2025-05-01", assignment.Close{Reason: "Allt är svarat."})
	r := build(t, []directive.Edition{first(), second()}, []journal.Event{closed}, "2025-06-01", "2026-01-01")
	if e := r.Entry("2025-01"); e.State != assignment.Closed || deadline(t, r, "2025-01/report/2").Status != assignment.ClosedOpen {
		t.Errorf("%+v", e)
	}
	r = build(t, []directive.Edition{first(), second()}, []journal.Event{closed}, "2025-09-02", "2026-01-01")
	if e := r.Entry("2025-01"); e.State != assignment.Open || deadline(t, r, "2025-01/report/2").Status != assignment.ClosedOpen ||
		deadline(t, r, "2025-01/interim/1").Status != assignment.Late {
		t.Errorf("%+v", e)
	}
}

// When the first edition known is one of later in the year, what it asks for was given
// before: a decision and a closing of days before it hold.
func TestBuild_aLateFirstEditionIsNoNewBeginning(t *testing.T) {
	events := []journal.Event{
		event(t, "2025-01", 1, "2025-04-01", "2025-07-01", assignment.Extend{For: ref(t, "2025-01/report/1"), Date: day("2025-05-09"), Reference: "S2025/01"}),
		event(t, "2025-E03", 1, "2025-04-02", "2025-07-01", assignment.Close{Reason: "Redovisat av den andra."}),
	}
	r := build(t, []directive.Edition{second()}, events, "2025-07-01", "2025-07-01")
	if d := deadline(t, r, "2025-01/report/1"); d.Date != day("2025-05-09") || d.Was() != day("2025-04-25") || d.Changes[0].Since != calendar.None {
		t.Errorf("%+v", d)
	}
	if e := r.Entry("2025-E03"); e.State != assignment.Closed || e.Given != calendar.None {
		t.Errorf("%+v", e)
	}
}

func TestBuild_aStruckFactDoesNotHold(t *testing.T) {
	events := []journal.Event{
		event(t, "2025-03", 1, "2025-06-10", "2025-06-10", assignment.Deliver{For: ref(t, "2025-03/report/1"), Diary: "wrong"}),
		event(t, "2025-03", 2, "2025-08-01", "2025-08-01", assignment.Strike{Event: 1, Why: "Fel ärende."}),
	}
	for known, want := range map[string]assignment.Status{"2025-07-01": assignment.WasDelivered, "2025-08-01": assignment.Late} {
		r := build(t, []directive.Edition{first()}, events, "2025-07-01", known)
		if d := deadline(t, r, "2025-03/report/1"); d.Status != want {
			t.Errorf("of 1 July as known on %s it is %s, want %s", known, d.Status, want)
		}
		if f := r.Entry("2025-03").Facts; len(f) != 1 || (f[0].Struck == 2) != (want == assignment.Late) {
			t.Errorf("the facts: %+v", f)
		}
	}
}

func TestBuild_reminders(t *testing.T) {
	events := []journal.Event{
		event(t, "2025-03", 1, "2025-01-10", "2025-01-10", assignment.SetUnit{Unit: "Styrning", Worker: "Robin"}),
		event(t, "2025-03", 2, "2025-01-10", "2025-01-10", assignment.SetReminder{Days: 30, To: "chefen"}),
		event(t, "2025-03", 3, "2025-01-10", "2025-01-10", assignment.SetReminder{Days: 3, To: "chefen"}),
		event(t, "2025-03", 4, "2025-02-10", "2025-02-10", assignment.SetReminder{Days: 3, To: "chefen", Removed: true}),
		event(t, "2025-03", 5, "2025-06-10", "2025-06-10", assignment.Deliver{For: ref(t, "2025-03/report/1"), Diary: "D"}),
	}
	for on, want := range map[string]string{"2025-05-17": "chefen", "2025-05-18": "", "2025-06-09": "Styrning", "2025-06-13": ""} {
		r := build(t, []directive.Edition{first()}, events, on, "2025-12-31")
		items, err := r.Listed(assignment.Reminders, 0)
		got := ""
		for _, i := range items {
			if i.Entry.ID == "2025-03" {
				got += i.Reminder.To
			}
		}
		if err != nil || got != want {
			t.Errorf("on %s %q is reminded, want %q (%v)", on, got, want, err)
		}
	}
	r := build(t, []directive.Edition{first()}, events, "2025-05-01", "2025-05-01")
	if d := deadline(t, r, "2025-03/report/1"); len(d.Reminders) != 2 {
		t.Errorf("%+v", d.Reminders)
	}
}

// A history taken over may have two deliveries of one report: the first counts, and both
// are shown.
func TestBuild_theFirstDeliveryCounts(t *testing.T) {
	to := ref(t, "2025-03/report/1")
	r := build(t, []directive.Edition{first()}, []journal.Event{
		event(t, "2025-03", 1, "2025-06-20", "2025-06-20", assignment.Deliver{For: to, Diary: "D 2"}),
		event(t, "2025-03", 2, "2025-06-10", "2025-06-21", assignment.Deliver{For: to, Diary: "D 1"}),
	}, "2025-07-01", "2025-07-01")
	if d := deadline(t, r, "2025-03/report/1"); d.Delivery.Diary != "D 1" || d.Status != assignment.WasDelivered || len(r.Entry("2025-03").Facts) != 2 {
		t.Errorf("%+v", d.Delivery)
	}
}

// A fact about what no edition known has is shown apart, never lost.
func TestBuild_looseFactsAreShown(t *testing.T) {
	events := []journal.Event{
		event(t, "2025-03", 1, "2025-06-10", "2025-06-10", assignment.Deliver{For: ref(t, "2025-03/interim/4"), Diary: "D"}),
		event(t, "2025-77", 1, "2025-06-10", "2025-06-10", assignment.Note{Text: "Okänt."}),
	}
	r := build(t, []directive.Edition{first()}, events, "2025-07-01", "2025-07-01")
	if e := r.Entry("2025-03"); len(e.Loose) != 1 || len(e.Facts) != 1 || len(r.Loose) != 1 || r.Loose[0].Assignment != "2025-77" {
		t.Errorf("%+v, %+v", e, r.Loose)
	}
	// A year of a series beyond the horizon is known all the same.
	late := event(t, "2025-E01", 1, "2025-06-10", "2025-06-10", assignment.Deliver{For: ref(t, "2025-E01/report/1/2029"), Diary: "D"})
	r = build(t, []directive.Edition{first()}, []journal.Event{late}, "2025-07-01", "2025-07-01")
	if d := deadline(t, r, "2025-E01/report/1/2029"); d.Delivery == nil || d.Date != day("2029-02-15") {
		t.Errorf("%+v", d)
	}
	if _, d := r.Deadline(ref(t, "2025-E01/report/1/2028")); d != nil {
		t.Errorf("beyond the horizon: %+v", d)
	}
}

func TestBuild_refusesWhatCannotBeRead(t *testing.T) {
	on, known := day("2025-07-01"), noon("2025-07-01")
	good := event(t, "2025-03", 1, "2025-06-10", "2025-06-10", assignment.Note{Text: "Text."})
	for name, change := range map[string]func(*journal.Event){
		"kind":   func(e *journal.Event) { e.Kind = "assignment.noted/2" },
		"body":   func(e *journal.Event) { e.Body = `{"text": "Text."}` },
		"stream": func(e *journal.Event) { e.Stream = "claim/1" },
		"foreign": func(e *journal.Event) {
			e.Kind, e.Body = assignment.KindDelivered, `{"for":"2025-04/report/1","diary":"D"}`
		},
	} {
		e := good
		change(&e)
		if _, err := assignment.Build([]directive.Edition{first()}, []journal.Event{e}, on, known, assignment.Parameters{}); err == nil {
			t.Errorf("%s: %+v was read", name, e)
		}
	}
	nameless := first()
	nameless.Letter.Assignments[1].ID = ""
	twice := first()
	twice.Letter.Earlier[1].ID = "2025-03"
	for _, e := range []directive.Edition{nameless, twice} {
		if _, err := assignment.Build([]directive.Edition{e}, nil, on, known, assignment.Parameters{}); err == nil {
			t.Error("an edition with ids that cannot be told apart was taken")
		}
	}
	if _, err := assignment.Build(nil, nil, calendar.None, known, assignment.Parameters{}); err == nil {
		t.Error("a register of no day was made")
	}
}

func TestPropose_leavesOutWhatAPersonHasDecided(t *testing.T) {
	find := func(l *directive.Letter, earlier []directive.Assignment) []directive.Succession {
		var links []directive.Succession
		for _, a := range l.Assignments {
			for _, b := range earlier {
				links = append(links, directive.Succession{From: b, To: a, Why: [2]string{"alla", "all"}})
			}
		}
		return links
	}
	events := []journal.Event{
		event(t, "2025-01", 1, "2025-01-10", "2025-01-10", assignment.SetSuccession{Earlier: "2025-E01"}),
		event(t, "2025-01", 2, "2025-01-11", "2025-01-11", assignment.SetSuccession{Earlier: "2025-E02", Not: true, Why: "Annat ämne."}),
	}
	r := build(t, []directive.Edition{first()}, events, "2025-02-01", "2025-02-01")
	links := r.Propose(find, assignment.English)
	if len(links) != 5*3-2 || links[0].Later != "2025-01" || links[0].Earlier != "2025-E03" || links[0].Why != "all" {
		t.Errorf("%d links: %+v", len(links), links)
	}
	if e := r.Entry("2025-01"); len(e.Succession) != 1 || len(e.Refused) != 1 {
		t.Errorf("%+v", e)
	}
	if links := build(t, []directive.Edition{first()}, nil, "2024-12-01", "2025-02-01").Propose(find, assignment.Swedish); len(links) != 0 {
		t.Errorf("before any letter applied: %+v", links)
	}
}

// The letter of a year takes over from that of the year before by its title.
func TestPropose_byTheTitlesOfTwoYears(t *testing.T) {
	next := edition("2026-1", "2025-12-18", []directive.Assignment{asked("2026-01", "En plan för kortare köer")})
	r := build(t, []directive.Edition{first(), next}, nil, "2026-01-10", "2026-01-10")
	links := r.Propose(directive.Successors, assignment.Swedish)
	if len(links) != 1 || links[0].Later != "2026-01" || links[0].Earlier != "2025-01" || links[0].Why == "" {
		t.Errorf("%+v", links)
	}
}

func TestBuild_partnersOfTheLetterAndRecorded(t *testing.T) {
	events := []journal.Event{
		event(t, "2025-03", 1, "2025-01-10", "2025-01-10", assignment.SetPartner{Agency: "Kunskapsverket", Contact: "Alex"}),
		event(t, "2025-03", 2, "2025-01-11", "2025-01-11", assignment.SetPartner{Agency: "Granskningsverket", Contact: "Sam"}),
		event(t, "2025-03", 3, "2025-02-10", "2025-02-10", assignment.SetPartner{Agency: "Kunskapsverket", Removed: true}),
		event(t, "2025-03", 4, "2025-03-10", "2025-03-10", assignment.SetPartner{Agency: "Granskningsverket", Removed: true}),
		event(t, "2025-03", 5, "2025-03-10", "2025-03-10", assignment.SetPartner{Agency: "Okänt verk", Removed: true}),
	}
	for on, want := range map[string][]assignment.Partner{
		"2025-01-09": {{Agency: "Granskningsverket", Letter: true}},
		"2025-01-11": {{Agency: "Granskningsverket", Contact: "Sam", Letter: true}, {Agency: "Kunskapsverket", Contact: "Alex"}},
		"2025-02-10": {{Agency: "Granskningsverket", Contact: "Sam", Letter: true}},
		"2025-03-10": {{Agency: "Granskningsverket", Letter: true, Removed: true}},
	} {
		if got := build(t, []directive.Edition{first()}, events, on, "2025-12-31").Entry("2025-03").Partners; !slices.Equal(got, want) {
			t.Errorf("on %s: %+v, want %+v", on, got, want)
		}
	}
}

// A series given as a month ends each year on the last day of it; 29 February is the 28th
// in a year without one.
func TestBuild_aSeriesInFebruary(t *testing.T) {
	e := edition("2028-1", "2027-12-19", []directive.Assignment{asked("2028-01", "Varje februari",
		with(due(directive.Report, "2028-02-29"), func(d *directive.Deadline) { d.Yearly, d.Precision = true, directive.ToMonth }),
		with(due(directive.Interim, "2028-02-29"), func(d *directive.Deadline) { d.Yearly = true }))})
	r, err := assignment.Build([]directive.Edition{e}, nil, day("2028-01-01"), noon("2028-01-01"), assignment.Parameters{Horizon: day("2032-12-31")})
	if err != nil {
		t.Fatal(err)
	}
	for s, want := range map[string]string{"report/1/2029": "2029-02-28", "report/1/2032": "2032-02-29", "interim/1/2029": "2029-02-28", "interim/1/2032": "2032-02-29"} {
		if d := deadline(t, r, "2028-01/"+s); d.Date != day(want) {
			t.Errorf("%s is due on %s, want %s", s, d.Date, want)
		}
	}
	// A series of a month that begins in a year without the day comes to it.
	e = edition("2027-1", "2026-12-19", []directive.Assignment{asked("2027-01", "Varje februari",
		with(due(directive.Report, "2027-02-28"), func(d *directive.Deadline) { d.Yearly, d.Precision = true, directive.ToMonth }))})
	if r, err = assignment.Build([]directive.Edition{e}, nil, day("2027-01-01"), noon("2027-01-01"), assignment.Parameters{}); err != nil {
		t.Fatal(err)
	}
	if d := deadline(t, r, "2027-01/report/1/2028"); d.Date != day("2028-02-29") {
		t.Errorf("due on %s", d.Date)
	}
}

// An assignment is delivered when nothing is left, also beyond the horizon.
func TestBuild_aSeriesIsDeliveredWhenItHasEnded(t *testing.T) {
	e := edition("2025-1", "2024-12-19", []directive.Assignment{asked("2025-01", "Två år",
		with(due(directive.Report, "2025-03-01"), func(d *directive.Deadline) { d.Yearly, d.Until = true, 2026 }))})
	events := []journal.Event{event(t, "2025-01", 1, "2025-02-20", "2025-02-20", assignment.Deliver{For: ref(t, "2025-01/report/1/2025"), Diary: "D 1"}),
		event(t, "2025-01", 2, "2026-02-20", "2026-02-20", assignment.Deliver{For: ref(t, "2025-01/report/1/2026"), Diary: "D 2"})}
	for on, want := range map[string]assignment.State{"2025-02-19": assignment.Open, "2025-12-31": assignment.PartlyDelivered, "2026-02-20": assignment.Delivered} {
		r, err := assignment.Build([]directive.Edition{e}, events, day(on), noon("2026-12-31"), assignment.Parameters{Horizon: day(on)})
		if err != nil || r.Entry("2025-01").State != want {
			t.Errorf("on %s it is %s, want %s (%v)", on, r.Entry("2025-01").State, want, err)
		}
	}
}

// A date of a goal or of a reporting requirement is in the register and stays when an
// edition moves it; those without a date are no entries.
func TestBuild_hasGoalsAndRequirementsWithADate(t *testing.T) {
	e := edition("2025-1", "2024-12-19", []directive.Assignment{asked("2025-01", "Ett uppdrag", due(directive.Report, "2025-06-16"))})
	e.Letter.Goals = []directive.Goal{{ID: "2025-G01", Line: 3, Title: "Utan datum"},
		{ID: "2025-G02", Line: 4, Title: "Återkrav", Reporting: []directive.Passage{{Line: 5, Text: "Redovisas."}}, Deadlines: []directive.Deadline{due(directive.Report, "2025-08-31")}}}
	e.Letter.Requirements = []directive.Requirement{{ID: "2025-R01", Line: 6, Title: "Hela landet", Deadlines: []directive.Deadline{due(directive.Report, "2025-02-15")}}}
	later := edition("2025-2", "2025-03-01", e.Letter.Assignments)
	later.Letter.Requirements = e.Letter.Requirements
	later.Letter.Goals = []directive.Goal{{ID: "2025-G02", Line: 4, Title: "Återkrav", Deadlines: []directive.Deadline{due(directive.Report, "2025-09-15")}}}
	r := build(t, []directive.Edition{e, later}, nil, "2025-04-01", "2025-04-01")
	var got []string
	for _, x := range r.Entries {
		got = append(got, x.ID+" "+string(x.Origin))
	}
	if want := "2025-01 given 2025-G02 reporting 2025-R01 reporting"; strings.Join(got, " ") != want {
		t.Errorf("entries %v", got)
	}
	if d := deadline(t, r, "2025-G02/report/1"); d.Date != day("2025-09-15") || d.Was() != day("2025-08-31") || d.Status != assignment.Coming {
		t.Errorf("%+v", d)
	}
	if d := deadline(t, r, "2025-R01/report/1"); d.Status != assignment.Late {
		t.Errorf("%+v", d)
	}
}
