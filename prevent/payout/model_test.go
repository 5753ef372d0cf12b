package payout_test

import (
	"errors"
	"fmt"
	"maps"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"balans/journal"
	"balans/law/calendar"
	"balans/law/identity"
	"balans/law/money"
	"balans/prevent/payout"
)

// The second implementation: a clerk's list. Each line has a word for where it stands, and a
// hold is struck out on the morning after its last day. It keeps a copy of the whole list
// for every evening and every change, so that the past is looked up and not computed.
type clerk struct {
	c      *clock
	today  calendar.Date
	rows   map[string]*row
	runs   map[string]calendar.Date // pay day
	copies []copied
}

type row struct {
	payout.Line
	stands    string
	heldUntil calendar.Date
	last      calendar.Date // the day something last was written on it
}

type copied struct {
	day   calendar.Date
	known calendar.Instant
	says  map[string]string
}

func (k *clerk) morning() {
	k.today++
	k.c.now = k.c.now.Add(24 * time.Hour)
	for _, r := range k.rows {
		if r.stands == "held" && r.heldUntil < k.today {
			r.stands = "planned"
		}
	}
}

func (k *clerk) says() map[string]string {
	all := map[string]string{}
	for id, r := range k.rows {
		all[id] = r.stands
	}
	return all
}

func (k *clerk) copy() {
	k.copies = append(k.copies, copied{k.today, calendar.InstantOf(k.c.now), k.says()})
}

// sums is the kronor by word.
func (k *clerk) sums(run string) map[string]payout.Sum {
	all := map[string]payout.Sum{}
	for _, r := range k.rows {
		if r.Run == run {
			s := all[r.stands]
			all[r.stands] = payout.Sum{Count: s.Count + 1, Gross: s.Gross + r.Gross, Tax: s.Tax + r.Tax}
		}
	}
	return all
}

func said(b *payout.Book) map[string]string {
	all := map[string]string{}
	for _, e := range b.All() {
		all[e.ID] = e.State.String()
	}
	return all
}

func TestBook_isTheClerksList(t *testing.T) {
	law, dir := law(t), t.TempDir()
	n := 0
	rapid.Check(t, func(t *rapid.T) {
		n++
		k := &clerk{c: &clock{}, today: date("2025-01-10"), rows: map[string]*row{}, runs: map[string]calendar.Date{}}
		k.c.set("2025-01-10")
		j, err := journal.Open(t.Context(), filepath.Join(dir, fmt.Sprint(n, ".db")), journal.WithClock(k.c.read))
		if err != nil {
			t.Fatal(err)
		}
		defer j.Close()
		b, err := payout.ReadBook(t.Context(), j, calendar.None, payout.AsOf{Day: k.today})
		if err != nil {
			t.Fatal(err)
		}
		m := &machine{clerk: k, j: j, book: b, hold: func(c payout.Change, until calendar.Date) error {
			_, err := payout.Hold(t.Context(), j, c, payout.HoldTerms{Until: until, Law: law})
			return err
		}}
		t.Repeat(map[string]func(*rapid.T){"plan": m.plan, "hold": m.holdLine, "release": m.release, "cancel": m.cancel, "replace": m.replace, "pay": m.pay,
			"morning": func(*rapid.T) { k.copy(); k.morning() }, "": m.check})
	})
}

type machine struct {
	*clerk
	j    *journal.Journal
	book *payout.Book
	hold func(payout.Change, calendar.Date) error
}

func (m *machine) plan(t *rapid.T) {
	run := fmt.Sprintf("r%d", len(m.runs)+1)
	if len(m.runs) == 4 {
		t.Skip("enough runs")
	}
	payOn := m.today + calendar.Date(rapid.IntRange(-1, 3).Draw(t, "pay on"))
	var lines []payout.Line
	for i := range rapid.IntRange(1, 4).Draw(t, "lines") {
		lines = append(lines, payout.Line{ID: fmt.Sprintf("%s.%d", run, i), Run: run, Party: rapid.SampledFrom([]identity.Number{anna, bertil}).Draw(t, "party"),
			Child: rapid.SampledFrom([]identity.Number{identity.None, child}).Draw(t, "child"), Benefit: code(t, "sjukpenning"), From: payOn, To: payOn + 9, Applied: calendar.None, PayOn: payOn,
			Gross: money.Amount(rapid.Int64Range(1, 1000).Draw(t, "gross"))})
		lines[i].Tax = lines[i].Gross / 3
	}
	if _, err := planning(run, payOn.String(), file(t, lines...)).Do(t.Context(), m.j); err != nil {
		t.Fatal(err)
	}
	m.runs[run] = payOn
	for _, l := range lines {
		m.rows[l.ID] = &row{Line: l, stands: "planned", last: m.today}
	}
}

// some is one of the lines, and the change that is asked for.
func (m *machine) some(t *rapid.T) (*row, payout.Change) {
	if len(m.rows) == 0 {
		t.Skip("no lines")
	}
	r := m.rows[rapid.SampledFrom(slices.Sorted(maps.Keys(m.rows))).Draw(t, "line")]
	return r, payout.Change{Party: r.Party, Payout: r.ID, Person: "karin", Reason: reasons, On: m.today - calendar.Date(rapid.IntRange(0, 2).Draw(t, "days ago"))}
}

// stoodOn is what the line was on an earlier day, if nothing was written since.
func (m *machine) stoodOn(r *row, day calendar.Date) (string, bool) {
	if day < r.last {
		return "", false
	}
	if r.heldUntil >= day && (r.stands == "held" || r.stands == "planned" && r.heldUntil != 0) {
		return "held", true
	}
	return r.stands, true
}

// expect compares an answer with what the list allows.
func (m *machine) expect(t *rapid.T, err error, allowed bool) bool {
	var refusal *payout.Refusal
	if err == nil != allowed || err != nil && !errors.As(err, &refusal) {
		t.Fatalf("%v; the list allows it: %v", err, allowed)
	}
	return allowed
}

func (m *machine) holdLine(t *rapid.T) {
	r, c := m.some(t)
	until := c.On + calendar.Date(rapid.IntRange(-1, 4).Draw(t, "until"))
	stood, ok := m.stoodOn(r, c.On)
	if m.expect(t, m.hold(c, until), ok && stood == "planned" && until >= c.On) {
		r.last, r.heldUntil, r.stands = c.On, until, "held"
		if until < m.today {
			r.stands = "planned"
		}
	}
}

func (m *machine) release(t *rapid.T) {
	r, c := m.some(t)
	stood, ok := m.stoodOn(r, c.On)
	_, err := payout.Release(t.Context(), m.j, c)
	if m.expect(t, err, ok && stood == "held") {
		r.last, r.heldUntil, r.stands = c.On, 0, "planned"
	}
}

func (m *machine) cancel(t *rapid.T) {
	r, c := m.some(t)
	stood, ok := m.stoodOn(r, c.On)
	_, err := payout.Cancel(t.Context(), m.j, c)
	if m.expect(t, err, ok && (stood == "planned" || stood == "held")) {
		r.last, r.heldUntil, r.stands = c.On, 0, "cancelled"
	}
}

func (m *machine) replace(t *rapid.T) {
	r, c := m.some(t)
	stood, ok := m.stoodOn(r, c.On)
	with := r.Line
	with.ID += "-1"
	with.Gross = money.Amount(rapid.Int64Range(0, int64(r.Gross)).Draw(t, "less"))
	with.Tax = min(with.Tax, with.Gross)
	less := with.Gross > 0 && with.Gross < r.Gross && with.Net() <= r.Net()
	_, err := payout.Replace(t.Context(), m.j, c, with)
	if m.expect(t, err, ok && (stood == "planned" || stood == "held") && less) {
		r.last, r.heldUntil, r.stands = c.On, 0, "cancelled"
		m.rows[with.ID] = &row{Line: with, stands: "planned", last: c.On}
	}
}

func (m *machine) pay(t *rapid.T) {
	if len(m.runs) == 0 {
		t.Skip("no runs")
	}
	run := rapid.SampledFrom(slices.Sorted(maps.Keys(m.runs))).Draw(t, "run")
	on := m.today - calendar.Date(rapid.IntRange(0, 2).Draw(t, "days ago"))
	waits := rapid.SampledFrom([]identity.Number{identity.None, anna}).Draw(t, "who waits")
	r, err := (&payout.Payment{Run: run, On: on, Actor: "karin", Wait: func(e *payout.Entry) string {
		if e.Party == waits {
			return "a finding is open"
		}
		return ""
	}}).Do(t.Context(), m.j)
	if !m.expect(t, err, on >= m.runs[run]) {
		return
	}
	var paid, whole payout.Sum
	for _, row := range m.rows {
		if row.Run != run {
			continue
		}
		whole = payout.Sum{Count: whole.Count + 1, Gross: whole.Gross + row.Gross, Tax: whole.Tax + row.Tax}
		if stood, ok := m.stoodOn(row, on); ok && stood == "planned" && row.Party != waits {
			row.stands, row.last, row.heldUntil = "paid", on, 0
			paid = payout.Sum{Count: paid.Count + 1, Gross: paid.Gross + row.Gross, Tax: paid.Tax + row.Tax}
		}
	}
	together := payout.Sum{}
	var reasons payout.Sum
	for _, s := range []payout.Sum{r.Paid, r.Before, r.Held, r.Waiting, r.Cancelled} {
		together = payout.Sum{Count: together.Count + s.Count, Gross: together.Gross + s.Gross, Tax: together.Tax + s.Tax}
	}
	for _, w := range r.Reasons {
		reasons = payout.Sum{Count: reasons.Count + w.Count, Gross: reasons.Gross + w.Gross, Tax: reasons.Tax + w.Tax}
	}
	if r.Paid != paid || r.Whole != whole || together != whole || reasons != r.Waiting {
		t.Fatalf("%+v; the list pays %+v of %+v", r, paid, whole)
	}
}

// check compares the whole list with the book, refreshed and read anew, the sums, and what
// both say of an evening that has passed.
func (m *machine) check(t *rapid.T) {
	now := payout.AsOf{Day: m.today}
	if err := m.book.Refresh(t.Context(), m.j, now); err != nil {
		t.Fatal(err)
	}
	fresh, err := payout.ReadBook(t.Context(), m.j, calendar.None, now)
	if err != nil {
		t.Fatal(err)
	}
	for name, b := range map[string]*payout.Book{"refreshed": m.book, "fresh": fresh} {
		if got := said(b); !maps.Equal(got, m.says()) {
			t.Fatalf("%s: %v\nthe list: %v", name, got, m.says())
		}
	}
	for run := range m.runs {
		r := fresh.Run(run)
		sums, err := r.Sums()
		if err != nil {
			t.Fatal(err)
		}
		want := m.sums(run)
		for state := payout.Planned; state <= payout.Cancelled; state++ {
			if sums[state] != want[state.String()] {
				t.Fatalf("%s %s: %+v; the list %+v", run, state, sums[state], want)
			}
		}
		paid, err := r.Paid()
		if err != nil || paid.Len() != sums[payout.Paid].Count || r.Incomplete {
			t.Fatalf("%s: %d payouts, %v", run, paid.Len(), err)
		}
	}
	if len(m.copies) == 0 {
		return
	}
	then := rapid.SampledFrom(m.copies).Draw(t, "an evening")
	if err := m.book.Refresh(t.Context(), m.j, payout.AsOf{Day: then.day, Known: then.known}); err != nil {
		t.Fatal(err)
	}
	if got := said(m.book); !maps.Equal(got, then.says) {
		t.Fatalf("on %s: %v\nthe list of that evening: %v", then.day, got, then.says)
	}
}
