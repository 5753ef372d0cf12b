package assignment

import (
	"encoding/json"
	"errors"
	"fmt"
	"regexp"
	"strings"

	"balans/journal"
	"balans/law/calendar"
)

// mostDays is the most days before a deadline that a reminder may be asked for.
const mostDays = 400

// digest is a SHA-256 in its one form.
var digest = regexp.MustCompile(`^[0-9a-f]{64}$`)

// parseBody reads what journal.Body writes and refuses every other form.
func parseBody(kind, text string) (Body, error) {
	read, ok := readers[kind]
	if !ok {
		return nil, fmt.Errorf("the kind %q is unknown to this program", kind)
	}
	b, err := read(text)
	if err != nil {
		return nil, fmt.Errorf("the body %q: %w", text, err)
	}
	if err := b.check(); err != nil {
		return nil, fmt.Errorf("the body %q: %w", text, err)
	}
	// Order, repeated names, spaces and other spellings all show here.
	if written, err := journal.Body(b); err != nil || written != text {
		return nil, fmt.Errorf("the body %q is not in its one form, %q", text, written)
	}
	return b, nil
}

// readers reads the body of each kind.
var readers = map[string]func(string) (Body, error){
	KindUnit:      reader[SetUnit],
	KindPartner:   reader[SetPartner],
	KindStarted:   reader[Start],
	KindDocument:  reader[AddDocument],
	KindDelivered: reader[Deliver],
	KindReminder:  reader[SetReminder],
	KindExtended:  reader[Extend],
	KindSucceeds:  reader[SetSuccession],
	KindNoted:     reader[Note],
	KindClosed:    reader[Close],
	KindStruck:    reader[Strike],
}

func reader[B Body](text string) (Body, error) {
	var b B
	dec := json.NewDecoder(strings.NewReader(text))
	dec.DisallowUnknownFields()
	if err := dec.Decode(&b); err != nil {
		return nil, err
	}
	return b, nil
}

// plain refuses what cannot be stored or is not there. Pairs are name and text; a name
// that begins with ? may be empty.
func plain(pairs ...string) error {
	for i := 0; i < len(pairs); i += 2 {
		name, text := pairs[i], pairs[i+1]
		optional := strings.HasPrefix(name, "?")
		name = strings.TrimPrefix(name, "?")
		switch {
		case text == "" && !optional:
			return fmt.Errorf("%s is missing", name)
		case !journal.Plain(text):
			return fmt.Errorf("%s holds a control character or is not UTF-8: %q", name, text)
		case strings.TrimSpace(text) != text:
			return fmt.Errorf("%s begins or ends with a space: %q", name, text)
		}
	}
	return nil
}

func (b SetUnit) check() error    { return plain("unit", b.Unit, "?worker", b.Worker) }
func (b SetPartner) check() error { return plain("agency", b.Agency, "?contact", b.Contact) }
func (Start) check() error        { return nil }
func (b Note) check() error       { return plain("text", b.Text) }
func (b Close) check() error      { return plain("reason", b.Reason) }

func (b AddDocument) check() error {
	if b.Diary == "" && b.SHA256 == "" && b.Reference == "" {
		return errors.New("a diary number, the sha256 of the document or a reference to it is needed")
	}
	if b.SHA256 != "" && !digest.MatchString(b.SHA256) {
		return fmt.Errorf("sha256 is 64 hexadecimal digits in small letters, not %q", b.SHA256)
	}
	return plain("title", b.Title, "?diary", b.Diary, "?reference", b.Reference)
}

func (b Deliver) check() error {
	if b.Diary == "" && b.Receipt == "" {
		return errors.New("a diary number or a receipt is needed, so that the delivery can be proved")
	}
	for _, to := range b.To {
		if err := plain("to", to); err != nil {
			return err
		}
	}
	return plain("?diary", b.Diary, "?receipt", b.Receipt)
}

func (b SetReminder) check() error {
	if b.Days < 0 || b.Days > mostDays {
		return fmt.Errorf("days is 0 to %d before the deadline, not %d", mostDays, b.Days)
	}
	return plain("to", b.To)
}

func (b Extend) check() error {
	switch {
	case b.For.IsNone():
		return errors.New("for is missing: which deadline was moved")
	case b.Date == calendar.None:
		return errors.New("date is missing: the new date")
	}
	return plain("reference", b.Reference)
}

func (b SetSuccession) check() error {
	if b.Not && b.Why == "" {
		return errors.New("why is missing: why the proposed link is wrong")
	}
	return plain("earlier", b.Earlier, "?why", b.Why)
}

func (b Strike) check() error {
	if b.Event < 1 {
		return fmt.Errorf("event is the number of the fact in its stream, from 1, not %d", b.Event)
	}
	return plain("why", b.Why)
}

// about is what a fact replaces an earlier one about: of two facts of a kind about the
// same the later holds. ok is false for facts that stand beside each other.
func about(b Body) (subject string, ok bool) {
	switch b := b.(type) {
	case SetUnit:
		return "", true
	case SetPartner:
		return b.Agency, true
	case SetReminder:
		return fmt.Sprint(b.Days, "\t", b.To, "\t", b.For), true
	case SetSuccession:
		return b.Earlier, true
	case Extend:
		return b.For.String(), true
	}
	return "", false
}

// refOf is the deadline a fact is about.
func refOf(b Body) Ref {
	switch b := b.(type) {
	case AddDocument:
		return b.For
	case Deliver:
		return b.For
	case SetReminder:
		return b.For
	case Extend:
		return b.For
	}
	return Ref{}
}

// FromJournal reads a stored fact. It fails, saying why, for a kind or a body this program
// cannot read, and for a deadline of another assignment.
func FromJournal(e *journal.Event) (Fact, error) {
	id, ok := strings.CutPrefix(e.Stream, streamPrefix)
	if !ok || id == "" {
		return Fact{}, fmt.Errorf("event %d stands in %q, which is no assignment's stream", e.Seq, e.Stream)
	}
	b, err := parseBody(e.Kind, e.Body)
	if err != nil {
		return Fact{}, fmt.Errorf("event %d, number %d on %s: %w", e.Seq, e.Version, e.Stream, err)
	}
	if ref := refOf(b); !ref.IsNone() && ref.Assignment != id {
		return Fact{}, fmt.Errorf("event %d, number %d on %s, is about %s, a deadline of another assignment", e.Seq, e.Version, e.Stream, ref)
	}
	return Fact{Assignment: id, Event: e.Version, On: e.OccurredOn, KnownAt: e.RecordedAt, Actor: e.Actor, Body: b}, nil
}
