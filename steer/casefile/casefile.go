package casefile

import (
	"context"
	"fmt"
	"strings"
	"sync/atomic"
	"time"

	"balans/journal"
	"balans/law/calendar"
	"balans/law/identity"
	"balans/recover/claim"
)

// Opener opens an empty journal for a case, with the given clock.
type Opener func(ctx context.Context, now func() time.Time) (*journal.Journal, error)

// Result is what a case that was run to its end gave.
type Result struct {
	File      string
	Case      string // what it shows, in a sentence
	Source    string // the paragraph or reading it rests on
	Questions int    // questions answered, facts recorded among them
	Compared  int    // answers compared with what the case states
	Failures  []Failure
	Words     []string // the words it uses, each once, in order of first use
}

// Passed reports whether everything is as the case states.
func (r *Result) Passed() bool { return len(r.Failures) == 0 }

// Failure is an answer that is not the one the case states.
type Failure struct {
	File string
	Line int
	What string // what was compared: "interest of A on 2024-02-02"
	Want string // as the case states it
	Got  string
}

// String is "FILE:LINE: WHAT: expected WANT; found GOT".
func (f Failure) String() string {
	return fmt.Sprintf("%s:%d: %s: expected %s; found %s", f.File, f.Line, f.What, f.Want, f.Got)
}

// Error is a case that cannot be run: a line that cannot be understood, facts
// that cannot be imported, or a question that cannot be answered.
type Error struct {
	File string
	Line int
	Why  string
}

func (e *Error) Error() string { return fmt.Sprintf("%s:%d: %s", e.File, e.Line, e.Why) }

// run is a case being run.
type run struct {
	ctx    context.Context
	file   string
	result *Result
	j      *journal.Journal
	clock  *clock
	law    *claim.LawBook // as known at any instant

	claims, events, parameters given
	warned                     []string
	parties                    map[string]identity.Number // first debtor of every claim imported
	keys                       map[string]string          // event ids of the case whose stored id is another

	question *word // the question being answered
	asked    block // where it stands
	compared int   // answers compared since it was asked
	answer   any   // its answer, of the type that its words expect
}

// clock is the journal's: it shows the instant at which a fact becomes known.
type clock struct{ micros atomic.Int64 }

func (c *clock) now() time.Time { return calendar.Instant(c.micros.Load()).Time() }

// set moves the clock to an instant that the case names.
func (c *clock) set(i calendar.Instant) { c.micros.Store(int64(i)) }

// raise moves the clock forward to an instant that what is given was known at.
func (c *clock) raise(i calendar.Instant) { c.micros.Store(max(c.micros.Load(), int64(i))) }

// actor is who the journal says has given and recorded the facts of a case.
const actor = "case"

// Run runs the case of a file by the law of the program, over which is laid what
// the case gives as parameters. A failure is a result; an error means that the
// case could not be run, and the result then says how far it came.
func Run(ctx context.Context, open Opener, file, text string) (*Result, error) {
	r := &run{ctx: ctx, file: file, result: &Result{File: file}, clock: &clock{}, parties: map[string]identity.Number{}, keys: map[string]string{}}
	blocks, err := parse(file, text)
	if err != nil {
		return r.result, err
	}
	r.clock.set(calendar.StartOfDay(claim.RegimeBorder))
	if r.j, err = open(ctx, r.clock.now); err != nil {
		return r.result, err
	}
	defer r.j.Close()
	if r.law, err = claim.ReadLaw(ctx, r.j); err != nil {
		return r.result, err
	}
	for i := range blocks {
		if err := r.step(&blocks[i]); err != nil {
			return r.result, err
		}
	}
	last := 1
	if len(blocks) > 0 {
		last = blocks[len(blocks)-1].line
	}
	return r.result, r.finish(last)
}

// step runs one block.
func (r *run) step(b *block) error {
	w, err := r.find(b)
	if err != nil {
		return err
	}
	r.use(w)
	if len(w.after) == 0 { // not an answer: the question before is done with
		if err := r.closeQuestion(); err != nil {
			return err
		}
	}
	if !w.asks {
		return w.do(r, b)
	}
	if !w.early {
		if _, err := r.importGiven(b); err != nil {
			return r.importError(b, err)
		}
	}
	r.question, r.asked, r.compared, r.answer = w, *b, 0, nil
	r.result.Questions++
	return w.do(r, b)
}

// use notes that the case uses a word.
func (r *run) use(w *word) {
	for _, name := range r.result.Words {
		if name == w.name {
			return
		}
	}
	r.result.Words = append(r.result.Words, w.name)
}

// closeQuestion ends the question before. What was recorded and not spoken of
// must have been stored; any other question must have been compared.
func (r *run) closeQuestion() error {
	w := r.question
	if r.question = nil; w == nil {
		return nil
	}
	if standing, ok := r.answer.(*standingAnswer); ok {
		r.closeStanding(standing)
	}
	if a, ok := r.answer.(*severalAnswer); ok && a.refusal != nil && !a.told {
		r.compare(r.asked.line, w.name, "not refused", a.text())
	}
	if r.compared > 0 {
		return nil
	}
	if outcome, ok := r.answer.(*recorded); ok {
		r.compare(r.asked.line, "the fact", "recorded", outcome.text())
		return nil
	}
	return r.fault(r.asked.line, "%q is asked and nothing is compared with the answer; follow it with a line that begins with then", w.name)
}

// finish holds the whole case against what every case must have.
func (r *run) finish(last int) error {
	if err := r.closeQuestion(); err != nil {
		return err
	}
	switch {
	case r.result.Case == "":
		return r.fault(1, "a case begins with case: and what it shows, in a sentence")
	case r.result.Source == "":
		return r.fault(1, "source: is missing: the paragraph or the reading that the answer rests on")
	case len(r.claims.lines)+len(r.events.lines)+len(r.parameters.lines) > 0:
		return r.fault(last, "the last facts are given after the last question: nothing is asked of them")
	case len(r.warned) > 0:
		return r.fault(last, "a warning is expected, and nothing is imported after it")
	case r.result.Compared == 0:
		return r.fault(last, "the case gives facts and asks nothing of them")
	}
	return nil
}

// fault is an error of the case at a line, without the name of the room that
// told of it.
func (r *run) fault(line int, format string, args ...any) error {
	why := fmt.Sprintf(format, args...)
	for _, room := range []string{"calendar: ", "identity: ", "money: ", "statute: "} {
		why = strings.TrimPrefix(why, room)
	}
	return &Error{r.file, line, why}
}

// compare notes an answer, and a failure where it is not the one expected.
func (r *run) compare(line int, what, want, got string) {
	r.compared++
	r.result.Compared++
	if want != got {
		r.fail(line, what, want, got)
	}
}

// fail notes a failure that is more than an answer compared.
func (r *run) fail(line int, what, want, got string) {
	quote := func(s string) string {
		if s == "" {
			return "nothing"
		}
		return s
	}
	r.result.Failures = append(r.result.Failures, Failure{r.file, line, what, quote(want), quote(got)})
}

// Facts are the two files that a case gives piece by piece, as balans import
// reads them: for trying the facts of a case elsewhere.
func Facts(file, text string) (claims, events string, err error) {
	blocks, err := parse(file, text)
	if err != nil {
		return "", "", err
	}
	r := &run{file: file}
	for i := range blocks {
		switch blocks[i].head {
		case "given claims":
			err = r.giveClaims(&blocks[i])
		case "given events":
			err = r.giveEvents(&blocks[i])
		}
		if err != nil {
			return "", "", err
		}
	}
	return r.claims.file(claimHeader), r.events.file(eventHeader), nil
}

// load reads a claim as the journal has it.
func (r *run) load(line int, id string) (*claim.Decision, []claim.Event, error) {
	party, ok := r.parties[id]
	if !ok {
		return nil, nil, r.fault(line, "no claim %q is given before this line", id)
	}
	stream, err := r.j.Load(r.ctx, int64(party), claim.Stream(id))
	if err != nil {
		return nil, nil, r.fault(line, "%v", err)
	}
	d, events, err := claim.FromJournal(stream)
	if err != nil {
		return nil, nil, r.fault(line, "the claim %s: %v", id, err)
	}
	return &d, events, nil
}
