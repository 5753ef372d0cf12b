package casefile

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"balans/journal"
	"balans/law/calendar"
	"balans/law/identity"
	"balans/law/money"
	"balans/recover/claim"
)

// recorded is what became of the last fact recorded.
type recorded struct {
	receipt journal.Receipt
	refusal *claim.Refusal // nil: it was stored
	reused  error          // its key stands for another fact
}

// text is the outcome in the words of a case.
func (o *recorded) text() string {
	switch {
	case o.refusal != nil:
		return "refused: " + o.refusal.Error()
	case o.reused != nil:
		return "refused: " + keyReused + ": " + o.reused.Error()
	case o.receipt.Replayed:
		return "nothing new: its key was used before"
	}
	return "recorded"
}

// keyReused is what the case calls the refusal of a key that stands for another fact.
const keyReused = "key-reused"

// entry is a line of "when recorded", read.
type entry struct {
	claim   string
	event   claim.Event
	key     string
	knownAt calendar.Instant
}

// record carries out facts of daily work, a line each. All but the last must
// be stored; what becomes of the last can be stated after it.
func (r *run) record(b *block) error {
	lines := b.content()
	if len(lines) == 0 {
		return r.fault(b.line, "a fact is to follow: KIND on DATE for CLAIM, …")
	}
	for i, l := range lines {
		outcome, err := r.recordLine(l)
		if err != nil {
			return err
		}
		if i < len(lines)-1 {
			r.compare(l.at, "the fact", "recorded", outcome.text())
			continue
		}
		r.asked.line, r.compared, r.answer = l.at, 0, outcome
	}
	return nil
}

func (r *run) recordLine(l line) (*recorded, error) {
	e, err := r.entry(l)
	if err != nil {
		return nil, err
	}
	party, ok := r.parties[e.claim]
	if !ok {
		return nil, r.fault(l.at, "no claim %q is given before this line", e.claim)
	}
	r.clock.set(e.knownAt)
	command := claim.Record{Party: party, Claim: e.claim, Event: e.event, Key: e.key, By: claim.Entry{Actor: actor}, Terms: r.law.TermsOf(e.knownAt)}
	outcome := &recorded{}
	outcome.receipt, err = command.Do(r.ctx, r.j)
	switch {
	case errors.Is(err, journal.ErrKeyReused):
		outcome.reused = err
	case err != nil && !errors.As(err, &outcome.refusal):
		return nil, r.fault(l.at, "%v", err)
	}
	if err == nil && e.key != "" && len(outcome.receipt.Events) > 0 {
		r.keys[e.key] = outcome.receipt.Events[0].Key
	}
	return outcome, nil
}

// entry reads "KIND on DATE for CLAIM, amount 1 000,00, mode ordinary, …".
func (r *run) entry(l line) (*entry, error) {
	all := parts(l.text)
	words := strings.Fields(all[0])
	if len(words) < 5 || words[1] != "on" || words[3] != "for" {
		return nil, r.fault(l.at, "%q is no fact; write KIND on DATE for CLAIM, and after commas amount, mode, reason and the like", all[0])
	}
	kind, ok := claim.ParseKind(words[0])
	if !ok {
		return nil, r.fault(l.at, "%q is no kind of event; balans help kinds lists them", words[0])
	}
	day, err := calendar.Parse(words[2])
	if err != nil {
		return nil, r.fault(l.at, "%v", err)
	}
	e := &entry{claim: strings.Join(words[4:], " "), event: claim.Event{Kind: kind, OccurredOn: day}, knownAt: calendar.EndOfDay(day)}
	stated := map[string]bool{}
	for _, p := range all[1:] {
		name, err := r.detail(e, p)
		if err == nil && stated[name] {
			err = fmt.Errorf("%s is stated twice", name)
		}
		if err != nil {
			return nil, r.fault(l.at, "%v", err)
		}
		stated[name] = true
	}
	r.divide(e, stated)
	return e, nil
}

// divide says how the amount is divided where the case does not: a payment and
// its reversal by law, and so a waiver of a stated part.
func (r *run) divide(e *entry, stated map[string]bool) {
	ev := &e.event
	switch {
	case stated["to principal"]:
	case ev.Kind == claim.Paid || ev.Kind == claim.PaymentReversed || ev.Kind == claim.Waived && stated["part"]:
		ev.ByLaw = true
	default:
		ev.ToPrincipal = ev.Amount
	}
}

// details are what can follow a fact, each with what reads it.
var details = []struct {
	name string
	read func(r *run, e *entry, d *claim.Details, s string) error
}{
	{"amount", func(_ *run, e *entry, _ *claim.Details, s string) error { return readKronor(&e.event.Amount, s) }},
	{"to principal", func(_ *run, e *entry, _ *claim.Details, s string) error { return readKronor(&e.event.ToPrincipal, s) }},
	{"known at", func(_ *run, e *entry, _ *claim.Details, s string) (err error) {
		e.knownAt, err = calendar.ParseInstant(s)
		return err
	}},
	{"as", func(_ *run, e *entry, _ *claim.Details, s string) error { e.key = s; return nil }},
	{"mode", func(_ *run, e *entry, _ *claim.Details, s string) error { e.event.Mode = s; return nil }},
	{"debtor", func(_ *run, _ *entry, d *claim.Details, s string) (err error) {
		d.Debtor, err = identity.Parse(s)
		return err
	}},
	{"part", func(_ *run, _ *entry, d *claim.Details, s string) error {
		var ok bool
		if d.Part, ok = claim.ParsePart(s); !ok {
			return fmt.Errorf("%q is no part: principal, charge, interest, fee, cost", s)
		}
		return nil
	}},
	{"until", func(_ *run, _ *entry, d *claim.Details, s string) (err error) {
		d.Until, err = calendar.Parse(s)
		return err
	}},
	{"first", func(_ *run, _ *entry, d *claim.Details, s string) (err error) {
		d.First, err = calendar.Parse(s)
		return err
	}},
	{"count", func(_ *run, _ *entry, d *claim.Details, s string) error {
		n, err := strconv.ParseInt(s, 10, 32)
		if err != nil || n < 1 {
			return fmt.Errorf("%q is not a number of things", s)
		}
		d.Count = int32(n)
		return nil
	}},
	{"second", func(_ *run, _ *entry, d *claim.Details, s string) error { return readKronor(&d.Second, s) }},
	{"ref", func(r *run, _ *entry, d *claim.Details, s string) error {
		if d.Ref = s; r.keys[s] != "" {
			d.Ref = r.keys[s]
		}
		return nil
	}},
	{"reason", func(_ *run, _ *entry, d *claim.Details, s string) error { d.Reason = s; return nil }},
}

func readKronor(to *money.Amount, s string) (err error) {
	*to, err = kronor(s)
	return err
}

// detail reads one of the parts that follow a fact, and returns its name.
func (r *run) detail(e *entry, text string) (string, error) {
	for _, d := range details {
		value, ok := strings.CutPrefix(text, d.name+" ")
		if !ok {
			continue
		}
		set := claim.Details{Until: calendar.None, First: calendar.None}
		if e.event.Details != nil {
			set = *e.event.Details
		}
		before := set
		if err := d.read(r, e, &set, unquote(strings.TrimSpace(value))); err != nil {
			return d.name, err
		}
		if set != before {
			e.event.Details = &set
		}
		return d.name, nil
	}
	var names []string
	for _, d := range details {
		names = append(names, d.name)
	}
	return "", fmt.Errorf("%q is not known here; after a fact can follow %s, each with its value", text, strings.Join(names, ", "))
}

// thenRefused expects that a guard has stopped the fact; the lines below it are
// words that the reason must have.
func (r *run) thenRefused(b *block) error {
	if a, ok := r.answer.(*severalAnswer); ok {
		r.thenSeveralRefused(b, a)
		return nil
	}
	known := func(rule *claim.Rule) bool { return rule.ID == b.rest }
	if all := append(claim.Rules(), claim.DailyRules()...); b.rest != keyReused && !slices.ContainsFunc(all, known) {
		ids := []string{keyReused}
		for _, rule := range all {
			ids = append(ids, rule.ID)
		}
		return r.fault(b.line, "there is no guard %q; they are %s", b.rest, strings.Join(ids, ", "))
	}
	o := r.answer.(*recorded)
	got := o.text()
	switch {
	case o.refusal != nil:
		got = "refused: " + o.refusal.Rule.ID
	case o.reused != nil:
		got = "refused: " + keyReused
	}
	r.compare(b.line, "the fact", "refused: "+b.rest, got)
	for _, l := range b.lines {
		if says := plain(o.text()); !strings.Contains(says, l.text) {
			r.compare(l.at, "the reason", l.text, says)
		}
	}
	return nil
}

// thenRecorded expects that the fact was stored.
func (r *run) thenRecorded(b *block) error {
	want := "recorded"
	switch b.rest {
	case "":
	case "nothing new":
		want = "nothing new: its key was used before"
	default:
		return r.fault(b.line, "then recorded: is followed by nothing, or by nothing new")
	}
	r.compare(b.line, "the fact", want, r.answer.(*recorded).text())
	return nil
}
