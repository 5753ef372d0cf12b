package notice

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"balans/journal"
	"balans/law/calendar"
	"balans/law/identity"
	"balans/prevent/benefit"
)

// The most characters of a text, and the most benefits, that a fact takes.
const (
	mostText     = 2000
	mostBenefits = 60
)

// parseBody reads what journal.Body writes and refuses every other form.
func parseBody(kind, text string) (Body, error) {
	read, ok := readers[kind]
	if !ok {
		return nil, fmt.Errorf("the kind %q is unknown to this program", kind)
	}
	b, err := read(text)
	if err != nil {
		return nil, fmt.Errorf("the body cannot be read: %w", err)
	}
	if err := b.check(); err != nil {
		return nil, fmt.Errorf("the body cannot be: %w", err)
	}
	// Order, repeated names, spaces and other spellings all show here. The text is not
	// repeated in the error: it is a person's.
	if written, err := journal.Body(b); err != nil || written != text {
		return nil, errors.New("the body is not in its one form")
	}
	return b, nil
}

// readers reads the body of each kind.
var readers = map[string]func(string) (Body, error){
	KindReceived:  reader[Receive],
	KindPlaced:    reader[Place],
	KindTaken:     reader[Take],
	KindAnswered:  reader[Answer],
	KindCorrected: reader[Correct],
	KindWithdrawn: reader[Withdraw],
	KindClosed:    reader[Close],
	KindStruck:    reader[Strike],
}

func reader[B Body](text string) (Body, error) {
	var b B
	if err := decode(text, &b); err != nil {
		return nil, err
	}
	return b, nil
}

func decode(text string, to any) error {
	dec := json.NewDecoder(strings.NewReader(text))
	dec.DisallowUnknownFields()
	return dec.Decode(to)
}

// plain refuses what cannot be stored or is not there. Pairs are name and text; a name
// that begins with ? may be empty. The text itself is not repeated: it may be a person's.
func plain(pairs ...string) error {
	for i := 0; i < len(pairs); i += 2 {
		name, text := pairs[i], pairs[i+1]
		optional := strings.HasPrefix(name, "?")
		name = strings.TrimPrefix(name, "?")
		switch {
		case text == "" && !optional:
			return fmt.Errorf("%s is missing", name)
		case !journal.Plain(text):
			return fmt.Errorf("%s holds a line break, another control character or text that is not UTF-8; write it on one line", name)
		case strings.TrimSpace(text) != text:
			return fmt.Errorf("%s begins or ends with a space", name)
		case utf8.RuneCountInString(text) > mostText:
			return fmt.Errorf("%s has %d characters, at most %d are kept", name, utf8.RuneCountInString(text), mostText)
		}
	}
	return nil
}

func (s Stated) check() error {
	if !isCode.MatchString(s.Circumstance) {
		return fmt.Errorf("the circumstance is a code of a-z, 0-9 and -, not %q", s.Circumstance)
	}
	return plain("?details", s.Details)
}

func (b Receive) check() error {
	if err := b.Stated.check(); err != nil {
		return err
	}
	switch {
	case !slices.Contains(Sources(), b.Source):
		return fmt.Errorf("the source is one of %v, not %q", Sources(), b.Source)
	case !slices.Contains(Channels(), b.Channel):
		return fmt.Errorf("the channel is one of %v, not %q", Channels(), b.Channel)
	case b.Source != ByPerson && b.Sender == "":
		return errors.New("sender is missing: which agency told it, or which control found it")
	}
	if err := plain("?sender", b.Sender); err != nil {
		return err
	}
	if err := checkEngagements(b.Benefits); err != nil {
		return err
	}
	has := map[benefit.Code]bool{}
	for _, e := range b.Benefits {
		has[e.Benefit] = true
	}
	for _, r := range b.Reached {
		if !has[r] {
			return fmt.Errorf("%s is reached twice, or not among the person's benefits", r)
		}
		has[r] = false
	}
	return nil
}

func (b Place) check() error {
	if len(b.Benefits) == 0 {
		return errors.New("no benefit is named; a notice that concerns none is closed with the reason")
	}
	if err := checkEngagements(b.Benefits); err != nil {
		return err
	}
	return plain("why", b.Why)
}

func (b Take) check() error {
	if !b.Benefit.IsKnown() {
		return errors.New("the benefit is missing")
	}
	return plain("?unit", b.Unit)
}

func (b Answer) check() error {
	switch {
	case !b.Benefit.IsKnown():
		return errors.New("the benefit is missing")
	case !slices.Contains(Outcomes(), b.Outcome):
		return fmt.Errorf("the outcome is one of %v, not %q", Outcomes(), b.Outcome)
	case b.Outcome != NoEffect && b.Decision == "":
		return fmt.Errorf("decision is missing: the outcome %s names the decision or the inquiry", b.Outcome)
	case (b.Outcome == Changed || b.Outcome == Ended) && b.EffectFrom == calendar.None:
		return fmt.Errorf("effect_from is missing: from when the benefit is %s", b.Outcome)
	case b.Outcome == NoEffect && b.EffectFrom != calendar.None:
		return errors.New("effect_from: what has no effect has no first day")
	}
	return plain("?decision", b.Decision, "?text", b.Text)
}

func (b Correct) check() error {
	if err := b.Stated.check(); err != nil {
		return err
	}
	seen := map[benefit.Code]bool{}
	for _, r := range b.Reached {
		if !r.IsKnown() || seen[r] {
			return fmt.Errorf("reached: %q stands twice or is no benefit", r)
		}
		seen[r] = true
	}
	return plain("why", b.Why)
}

func (b Withdraw) check() error { return plain("why", b.Why) }
func (b Close) check() error    { return plain("why", b.Why) }

func (b Strike) check() error {
	if b.Event < 2 {
		return fmt.Errorf("event is the number of the fact in its stream, from 2, not %d: the first fact is corrected instead", b.Event)
	}
	return plain("why", b.Why)
}

// FromJournal reads a stored fact. It fails, saying why, for a kind or a body this program
// cannot read. The error names the event, never the person.
func FromJournal(e *journal.Event) (Fact, error) {
	id, ok := strings.CutPrefix(e.Stream, streamPrefix)
	if !ok || !isID.MatchString(id) {
		return Fact{}, fmt.Errorf("event %d stands in no stream of a notice", e.Seq)
	}
	b, err := parseBody(e.Kind, e.Body)
	if err != nil {
		return Fact{}, fmt.Errorf("event %d, number %d of the notice %s: %w", e.Seq, e.Version, id, err)
	}
	return Fact{Notice: id, Party: identity.Number(e.Party), Event: e.Version, On: e.OccurredOn, Ordinal: e.Ordinal,
		KnownAt: e.RecordedAt, Actor: e.Actor, Body: b}, nil
}

func factsOf(events []journal.Event) ([]Fact, error) {
	facts := make([]Fact, len(events))
	for i := range events {
		var err error
		if facts[i], err = FromJournal(&events[i]); err != nil {
			return nil, err
		}
	}
	return facts, nil
}
