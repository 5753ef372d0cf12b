package letter

import (
	"errors"
	"fmt"

	"balans/exchange/letterdoc"
	"balans/law/calendar"
)

// Document writes the letter again from its facts. It fails when the words are not those that
// were ordered: then the program or the journal has been changed.
func (l *Letter) Document() (*letterdoc.Document, error) {
	t, err := l.template()
	if err != nil {
		return nil, err
	}
	facts, err := t.read(l.facts.Facts)
	if err != nil {
		return nil, fmt.Errorf("letter %s: the facts of %s/%d: %w", l.ID, t.ID, t.Version, err)
	}
	d := t.write(facts, &paper{to: l.To, sender: l.Sender, on: l.On, id: l.ID})
	if got := Digest(d); got != l.Digest {
		return nil, &WordsError{l.ID, t.ID, t.Version}
	}
	return d, nil
}

// WordsError: a letter written again does not say what it said.
type WordsError struct {
	Letter   string
	Template string
	Version  int
}

func (e *WordsError) Error() string {
	return fmt.Sprintf("letter %s, written again with %s/%d, does not say what was ordered: the template or the journal has been changed; run `balans verify`", e.Letter, e.Template, e.Version)
}

// template is the version the letter is written with.
func (l *Letter) template() (*Template, error) { return pick(l.Template, l.Version, l.On) }

// FactsOf are the facts of the letter.
func (l *Letter) FactsOf() (Facts, error) {
	t, err := l.template()
	if err != nil {
		return nil, err
	}
	return t.read(l.facts.Facts)
}

// Preview is a letter as it would be, without anything being stored. The facts must be
// enough for it.
func Preview(f Facts, to Recipient, s Sender, on calendar.Date, version int) (*letterdoc.Document, error) {
	var bad faults
	if f.faults(&bad); bad.err() != nil {
		return nil, bad.err()
	}
	t, err := pick(f.template(), version, on)
	if err != nil {
		return nil, err
	}
	return t.printable(f, &paper{to: to, sender: s, on: on})
}

// printable writes a letter that is not stored yet, or says what in it cannot be printed: what
// somebody typed can be typed in another way now, and not once it is ordered.
func (t *Template) printable(f Facts, p *paper) (*letterdoc.Document, error) {
	d := t.write(f, p)
	err := d.Check()
	var part *letterdoc.Error
	if errors.As(err, &part) {
		return nil, &FactsError{[]string{"as it is printed, " + part.Where + ": " + part.Why}, part}
	}
	return d, err
}
