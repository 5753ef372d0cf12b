package inquiry_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"pgregory.net/rapid"

	"balans/journal"
	"balans/law/calendar"
	"balans/law/money"
	"balans/prevent/benefit"
	"balans/prevent/sample"
	"balans/recover/claim"
	"balans/recover/inquiry"
	"balans/recover/letter"
)

// bench is a journal whose clock stands far ahead, so that every day until then may be named.
func bench(t *testing.T) *paidRun {
	t.Helper()
	now := calendar.StartOfDay(date("2028-06-01")).Time()
	var mu sync.Mutex
	j, err := journal.Open(t.Context(), filepath.Join(t.TempDir(), "j.db"), journal.WithGuards(inquiry.GuardEdition, inquiry.Guards()), journal.WithClock(func() time.Time {
		mu.Lock()
		defer mu.Unlock()
		now = now.Add(time.Millisecond)
		return now
	}))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { j.Close() })
	return &paidRun{t, j}
}

// walk is a drawn life of one case, in which many people try many things.
type walk struct {
	*rapid.T
	p   *paidRun
	o   *inquiry.Office
	c   *inquiry.Case
	day calendar.Date
}

// bare is a case as JSON without what only the journal knows: numbers and times.
func bare(t rapid.TB, c *inquiry.Case) string {
	x := *c
	x.History = slices.Clone(c.History)
	for i := range x.History {
		x.History[i].Seq, x.History[i].At = 0, 0
	}
	text, err := json.Marshal(&x)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func (w *walk) act(actor string) *inquiry.Act {
	return &inquiry.Act{Party: w.c.Party, Case: w.c.ID, On: w.day, Actor: actor, Cause: "test"}
}

func (w *walk) head() int64 {
	h, err := w.p.j.Head(w.p.Context())
	if err != nil {
		w.Fatal(err)
	}
	return h.Seq
}

// done judges an outcome: what was refused stored nothing and says so in two languages; what
// was not folds from the journal to what the command gave back.
func (w *walk) done(what string, before int64, r *inquiry.Receipt, err error) {
	w.Helper()
	w.Logf("%s %s: %v", w.day, what, err)
	if err != nil {
		var refused *inquiry.Refusal
		var guarded *claim.Refusal
		switch {
		case errors.As(err, &refused):
			if refused.Svensk == "" || refused.Svensk == refused.Why {
				w.Fatalf("%s: %q has no Swedish", what, refused.Why)
			}
		case errors.As(err, &guarded), errors.Is(err, inquiry.ErrOwn):
		default:
			w.Fatalf("%s: %v", what, err)
		}
		if w.head() != before {
			w.Fatalf("%s was refused (%v), and something was stored", what, err)
		}
		return
	}
	c, err := inquiry.Load(w.p.Context(), w.p.j, w.c.Party, w.c.ID)
	if err != nil {
		w.Fatalf("after %s: %v", what, err)
	}
	if r != nil {
		if x, y := bare(w.T, c), bare(w.T, r.Case); x != y {
			w.Fatalf("after %s\n%s\nis stored, and the command gave\n%s", what, x, y)
		}
	}
	w.c = c
}

func (w *walk) basis() *inquiry.Basis {
	b := &inquiry.Basis{Source: "tfp", ID: "b", Version: rapid.IntRange(1, 6).Draw(w.T, "version")}
	switch rapid.IntRange(0, 9).Draw(w.T, "kind of basis") {
	case 0:
		b.Blocked = true
	case 1:
		b.Annulled = rapid.Bool().Draw(w.T, "annulled")
		b.Blocked = !b.Annulled
		b.Lines = drawLines(w.T)
	default:
		b.Lines = drawLines(w.T)
	}
	return b
}

func (w *walk) assess(s inquiry.Step) (*inquiry.Receipt, error) {
	now := w.c.Current()
	a := &inquiry.Assessment{Step: s, Basis: now.Number}
	if now.Basis == nil {
		return w.act("sara").Assess(w.p.Context(), w.p.j, a)
	}
	from, to := bounds(now.Lines)
	switch s {
	case inquiry.Sum:
		r := w.c.Reckon(w.day)
		a.Repay, a.Reason = r.Repay, "för lite"
		a.Below = rapid.IntRange(0, 4).Draw(w.T, "below") == 0
		if rapid.IntRange(0, 4).Draw(w.T, "charge") == 0 {
			a.Charge = r.Repay / 10
		}
	case inquiry.Parties:
		a.Recipients = drawRecipients(w.T)
	default:
		a.Spans, a.Cause = drawSpans(w.T, s, from, to, rapid.IntRange(0, 9).Draw(w.T, "gaps") == 0), letter.CauseUnknown
	}
	return w.act(rapid.SampledFrom([]string{"sara", "sara", "eva"}).Draw(w.T, "by")).Assess(w.p.Context(), w.p.j, a)
}

// hear sends the letter that a page would send.
func (w *walk) hear() (*inquiry.Receipt, error) {
	by, id := w.day+14, fmt.Sprintf("%s-k%d", w.c.ID, len(w.c.Hearings)+1)
	return w.act("sara").Hear(w.p.Context(), w.p.j, by, id, func(c *inquiry.Case) ([]journal.Append, error) {
		return c.HearingLetter(w.o, id, "sara", "test", w.day, by).Appends(calendar.InstantOf(w.p.j.Now()))
	})
}

var allCommands = []string{"accept", "basis", "enrich", "assess", "assess all", "hear", "answer", "extend", "close", "spare", "propose", "submit", "approve", "withdraw", "reject", "discontinue", "halt", "resume", "report",
	"follow", "recall", "leave", "night", "assign", "on"}

// onward is what brings a case further where it stands.
func (w *walk) onward() []string {
	if w.c.Stop != nil {
		return []string{"resume"}
	}
	switch w.c.State {
	case inquiry.Signalled:
		return []string{"accept"}
	case inquiry.AwaitingBasis:
		return []string{"basis"}
	case inquiry.Enriching:
		return []string{"enrich"}
	case inquiry.Investigating:
		missing := w.c.Reckon(w.day).Missing
		switch {
		case len(missing) == 0:
			return []string{"propose"}
		case slices.ContainsFunc(missing, func(k string) bool { return strings.HasPrefix(k, "step.") || k == "result" }):
			return []string{"assess all"}
		case slices.Contains(missing, "blocked"):
			return []string{"basis"}
		}
		return []string{"hear", "hear", "spare", "on"}
	case inquiry.InHearing:
		return []string{"answer", "close", "on", "night"}
	case inquiry.Proposed:
		return []string{"submit"}
	case inquiry.InApproval:
		return []string{"approve"}
	case inquiry.Executing:
		return []string{"leave", "follow", "recall", "night"}
	}
	return []string{"on"}
}

func (w *walk) step() {
	ctx, j, t := w.p.Context(), w.p.j, w.T
	before := w.head()
	var r *inquiry.Receipt
	var err error
	what := rapid.SampledFrom(w.onward()).Draw(t, "onward")
	if rapid.IntRange(0, 2).Draw(t, "any") == 0 {
		what = rapid.SampledFrom(allCommands).Draw(t, "command")
	}
	switch what {
	case "on":
		w.day = w.day.AddDays(rapid.SampledFrom([]int{1, 7, 16, 31}).Draw(t, "days on"))
		return
	case "accept":
		r, err = w.act("sara").Accept(ctx, j, "")
	case "basis":
		r, err = w.act("system").ReceiveBasis(ctx, j, w.basis(), inquiry.About{Unknown: rapid.SampledFrom([][]string{nil, nil, {"adress"}}).Draw(t, "unknown")})
	case "enrich":
		r, err = w.act("system").Enrich(ctx, j, inquiry.About{Deceased: rapid.Bool().Draw(t, "deceased")})
	case "assess":
		r, err = w.assess(rapid.SampledFrom(inquiry.Steps).Draw(t, "step"))
	case "assess all":
		for _, s := range inquiry.Steps {
			before = w.head()
			r, err = w.assess(s)
			w.done("assess "+string(s), before, r, err)
		}
		return
	case "hear":
		r, err = w.hear()
	case "answer":
		r, err = w.act("sara").Answer(ctx, j, "Nej.")
	case "extend":
		r, err = w.act("sara").Extend(ctx, j, w.day+20, "sjuk")
	case "close":
		r, err = w.act("sara").CloseHearing(ctx, j)
	case "spare":
		r, err = w.act("sara").Spare(ctx, j, "urgent", "brådskar")
	case "propose":
		reply := ""
		if len(w.c.Hearing().Answers) > 0 {
			reply = "Det ändrar inget."
		}
		r, err = w.act(rapid.SampledFrom([]string{"sara", "sara", "eva"}).Draw(t, "proposer")).Propose(ctx, j, "", reply)
	case "submit":
		r, err = w.act("sara").Submit(ctx, j)
	case "approve":
		r, err = w.act(rapid.SampledFrom([]string{"anna", "anna", "eva", "sara"}).Draw(t, "approver")).Approve(ctx, j, w.o, nil)
	case "withdraw":
		r, err = w.act("sara").Withdraw(ctx, j)
	case "reject":
		r, err = w.act("anna").Reject(ctx, j, []inquiry.StepWord{{Step: rapid.SampledFrom(inquiry.Steps).Draw(t, "sent back"), Text: "skälen räcker inte"}})
	default:
		r, err = w.rare(what)
	}
	w.done(what, before, r, err)
}

func (w *walk) rare(what string) (r *inquiry.Receipt, err error) {
	ctx, j := w.p.Context(), w.p.j
	switch what {
	case "discontinue":
		if rapid.IntRange(0, 5).Draw(w.T, "really") == 0 {
			return w.act("sara").Discontinue(ctx, j, "fel person")
		}
	case "halt":
		return w.act("sara").Halt(ctx, j, inquiry.Stop{Why: "police", Reason: "förundersökning", Until: w.day + 20})
	case "resume":
		return w.act("sara").Resume(ctx, j)
	case "report":
		return w.act("sara").Report(ctx, j, w.day, fmt.Sprint("K", w.day))
	case "follow":
		return w.act("run/night").Follow(ctx, j, w.o)
	case "recall":
		if rapid.Bool().Draw(w.T, "really") {
			return w.act("eva").Recall(ctx, j, w.o, "fel")
		}
	case "assign":
		return w.act("sara").Assign(ctx, j, rapid.SampledFrom([]string{"", "eva"}).Draw(w.T, "owner"), "")
	case "leave":
		w.leave()
	case "night":
		book, err := inquiry.ReadBook(ctx, j)
		if err != nil {
			return nil, err
		}
		if _, err = inquiry.Night(ctx, j, w.o, []*inquiry.Summary{book.Find(w.c.ID)}, *w.act("run/night")); err != nil {
			return nil, err
		}
		before := w.head()
		if err := book.Refresh(ctx, j); err != nil {
			return nil, err
		}
		again, err := inquiry.Night(ctx, j, w.o, []*inquiry.Summary{book.Find(w.c.ID)}, *w.act("run/night"))
		if w.head() != before {
			w.Fatalf("a second night on %s did more: %+v", w.day, again)
		}
		return nil, err
	}
	return nil, nil
}

// leave has every letter of the decision leave the house.
func (w *walk) leave() {
	if w.c.Decision == nil || w.c.State != inquiry.Executing {
		return
	}
	for _, x := range w.c.Decision.Claims {
		for k, d := range x.Debtors {
			l, err := letter.Load(w.p.Context(), w.p.j, d.Number, fmt.Sprintf("%s-beslut-%d", x.ID, k+1), calendar.InstantOf(w.p.j.Now()))
			if err != nil {
				w.Fatal(err)
			}
			if l.State == letter.Ordered {
				w.p.leave(l)
			}
		}
	}
}

var refs int // every walk's signal is its own

func (p *paidRun) opened(t rapid.TB, on calendar.Date) *inquiry.Case {
	refs++
	code, _ := benefit.Parse("sjukpenning")
	c, err := inquiry.OpenBy(p.Context(), p.j, inquiry.Opening{Party: people[0], Benefit: code, From: on.AddDays(-60), To: on.AddDays(-30), Paid: money.Kronor(9000), Wrong: money.Kronor(500), Cause: sample.Applicant, Category: inquiry.Worked,
		Signal: inquiry.Signal{Source: inquiry.FromNotice, Ref: fmt.Sprint("N", refs), Text: "arbetade"}}, inquiry.Act{On: on, Actor: "johan", Cause: "test"})
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func TestCommands_whateverIsTriedInAnyOrder(t *testing.T) {
	p := bench(t)
	o := p.office()
	states := map[inquiry.State]int{}
	results := map[inquiry.Result]int{}
	rapid.Check(t, func(t *rapid.T) {
		w := &walk{T: t, p: p, o: o, day: date("2026-03-02")}
		w.c = p.opened(t, w.day)
		if rapid.IntRange(0, 3).Draw(t, "begin") > 0 { // most begin where there is much to do
			r, err := w.act("sara").Accept(p.Context(), p.j, "")
			w.done("accept", 0, r, err)
			r, err = w.act("system").ReceiveBasis(p.Context(), p.j, &inquiry.Basis{Source: "tfp", ID: "b", Version: 1, Lines: drawLines(t)}, inquiry.About{})
			w.done("basis", 0, r, err)
		}
		for range rapid.IntRange(5, 40).Draw(t, "commands") {
			w.step()
			states[w.c.State]++
		}
		if w.c.Decision != nil {
			w.decided()
		}
		results[w.c.Result]++
	})
	t.Logf("states %v results %v", states, results)
	for _, s := range inquiry.States {
		if states[s] == 0 {
			t.Errorf("no walk came to %s", s)
		}
	}
	counted, err := inquiry.Recount(t.Context(), p.j)
	if err != nil || len(counted.Faults) > 0 {
		t.Errorf("%+v %v", counted, err)
	}
}

// decided holds a decision against who made it and what the second implementation comes to
// on the basis it names.
func (w *walk) decided() {
	d := w.c.Decision
	var sum money.Amount
	for _, x := range d.Claims {
		sum += x.Principal - x.Charge
	}
	if d.Result != inquiry.BelowLimit && sum != d.Repay {
		w.Fatalf("the claims are %s of %s", sum, d.Repay)
	}
	for _, e := range w.c.History {
		if e.Actor == d.By && (e.Kind == "inquiry.proposed/1" || e.Kind == "inquiry.submitted/1") {
			w.Fatalf("%s decided what %s proposed, and had proposed in the case", d.By, d.Proposer)
		}
	}
	for _, s := range inquiry.Steps {
		if made := w.c.Assessments[s]; len(made) > 0 && made[len(made)-1].By == d.By {
			w.Fatalf("%s decided, and had assessed %s", d.By, s)
		}
	}
	c := *w.c
	for _, b := range c.Bases {
		if b.Number == d.Basis {
			c.Bases = []inquiry.Basis{b}
			c.Bases[0].Number = 1
		}
	}
	figures, _ := second(&c)
	if d.Result != inquiry.BelowLimit && figures["repay"] != int64(d.Repay) {
		w.Fatalf("%s decided, the second implementation comes to %v", d.Repay, figures)
	}
}
