package directive

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"balans/exchange/lettertext"
	"balans/journal"
	"balans/law/calendar"
)

// Stream holds the letters that were taken in, and what became of them. It belongs to
// the agency itself, party 0.
const Stream = "directive"

// The kinds of its events.
const (
	kindTaken     = "directive.taken/1"
	kindConfirmed = "directive.confirmed/1"
)

// The errors of taking in and confirming.
var (
	ErrTaken     = errors.New("this very file was taken in before")
	ErrNoEdition = errors.New("no letter with that name was taken in")
	ErrConfirmed = errors.New("the letter was confirmed before")
	ErrNobody    = errors.New("who takes in or confirms a letter is to be named")
	ErrNoDay     = errors.New("the letter does not say when it was decided: say from which day it applies")
	ErrDay       = errors.New("a letter applies from a day between October before its budget year and the end of it")
	ErrAgency    = errors.New("the letters in use are for another agency, and one journal keeps the books of one")
	ErrSame      = errors.New("who took a letter in does not confirm it: it wants a second pair of eyes")
)

// DoubtError: a letter is not confirmed while something in it is in doubt and has not been
// accepted.
type DoubtError struct{ Open []Doubt }

func (e *DoubtError) Error() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%d things in the letter are in doubt and not accepted:", len(e.Open))
	for _, d := range e.Open {
		fmt.Fprintf(&b, "\n  %s: %s", d.ID, d.Says)
	}
	b.WriteString("\nlook at each in the letter, then confirm with them accepted; or mend the text and read it again")
	return b.String()
}

// Entry says who does something to a letter. KnownAt is when, 0 for now; another instant
// takes over history.
type Entry struct {
	Actor, Cause string
	KnownAt      calendar.Instant
}

// taken and confirmed are the bodies of the events.
type taken struct {
	Edition string              `json:"edition"`
	Source  string              `json:"source"`
	Form    lettertext.Form     `json:"form"`
	SHA256  string              `json:"sha256"`
	Mended  []lettertext.Mended `json:"mended,omitempty"`
	Letter  *Letter             `json:"letter"`
}

type confirmed struct {
	Edition  string   `json:"edition"`
	Accepted []string `json:"accepted,omitempty"`
}

// ReadFile reads the letter in a file's bytes; name is what the file is called.
func ReadFile(name string, data []byte) (*Letter, *lettertext.Document, error) {
	d, err := lettertext.Read(name, data)
	if err != nil {
		return nil, nil, err
	}
	l, err := Read(d)
	if err != nil {
		return nil, nil, fmt.Errorf("%s: %w", name, err)
	}
	l.Form = d.Form
	return l, d, nil
}

// TakeIn keeps a letter as it was read. It is not in force: a person confirms it first.
// What was read is kept, not only the text, so that a later version of the program does
// not change what was confirmed.
func TakeIn(ctx context.Context, j *journal.Journal, name string, data []byte, by Entry, dryRun bool) (*Edition, error) {
	if by.Actor == "" {
		return nil, ErrNobody
	}
	l, d, err := ReadFile(name, data)
	if err != nil {
		return nil, err
	}
	sum := sha256.Sum256(data)
	t := taken{Source: name, Form: d.Form, SHA256: hex.EncodeToString(sum[:]), Mended: d.Mended, Letter: l}
	var e *Edition
	r, err := j.Do(ctx, journal.Command{Stream: Stream, DryRun: dryRun, Rule: func(stream []journal.Event) ([]journal.New, error) {
		editions, err := fold(stream)
		if err != nil {
			return nil, err
		}
		n := 1
		for i := range editions {
			if editions[i].SHA256 == t.SHA256 {
				return nil, fmt.Errorf("%w, as %s", ErrTaken, editions[i].ID)
			}
			if editions[i].Letter.Year == l.Year {
				n++
			}
		}
		t.Edition = fmt.Sprintf("%d-%d", l.Year, n)
		name := named(l, editions)
		e = &Edition{ID: t.Edition, Letter: name, Source: t.Source, SHA256: t.SHA256, TakenInBy: by.Actor, From: calendar.None}
		t.Letter = name
		body, err := encode(t)
		at := by.KnownAt
		if at == 0 {
			at = calendar.InstantOf(j.Now())
		}
		return []journal.New{{Kind: kindTaken, OccurredOn: at.Date(), RecordedAt: by.KnownAt, Actor: by.Actor, Cause: by.Cause, Key: "taken " + t.SHA256, Body: body}}, err
	}})
	if err != nil {
		return nil, err
	}
	e.TakenIn = r.Events[0].RecordedAt
	return e, nil
}

// named is the letter with the names of its assignments: those an edition of the same
// year already has, or the next free number.
func named(l *Letter, editions []Edition) *Letter {
	c := *l
	c.Assignments, c.Earlier = slices.Clone(l.Assignments), slices.Clone(l.Earlier)
	known := map[string][]*Assignment{}
	next := map[string]int{"": 1, "E": 1}
	used := map[string]bool{}
	for i := range editions {
		old := editions[i].Letter
		if old.Year != l.Year || old.Agency != l.Agency {
			continue
		}
		for prefix, all := range map[string][]Assignment{"": old.Assignments, "E": old.Earlier} {
			for k := range all {
				known[prefix] = append(known[prefix], &all[k])
				var n int
				fmt.Sscanf(strings.TrimPrefix(all[k].ID, fmt.Sprintf("%d-%s", l.Year, prefix)), "%d", &n)
				next[prefix] = max(next[prefix], n+1)
			}
		}
	}
	give := func(prefix string, all []Assignment) {
		for i := range all {
			a := &all[i]
			for _, old := range slices.Backward(known[prefix]) { // the latest edition first
				if a.ID == "" && !used[old.ID] && near(old.Title, a.Title) && (prefix == "" || strings.Join(old.Basis, " ") == strings.Join(a.Basis, " ")) {
					a.ID = old.ID
					break
				}
			}
			if a.ID != "" {
				used[a.ID] = true
			}
		}
		for i := range all {
			if a := &all[i]; a.ID == "" {
				a.ID = fmt.Sprintf("%d-%s%02d", l.Year, prefix, next[prefix])
				next[prefix]++
			}
		}
	}
	give("", c.Assignments)
	continued(&c, editions, used)
	give("E", c.Earlier)
	nameGoals(&c, editions)
	return &c
}

var lettersYear = regexp.MustCompile(`(?i)^regleringsbrev(?:et)? för (?:budgetåret )?(\d{4})$`)

// continued gives assignments of the table of those given earlier the names they have in
// the letters that gave them: "Regleringsbrev för 2024", or the same decision in the table
// of another year.
func continued(l *Letter, editions []Edition, used map[string]bool) {
	for i := range l.Earlier {
		a := &l.Earlier[i]
		for _, e := range slices.Backward(editions) {
			old := e.Letter
			if old.Year >= l.Year || old.Agency != l.Agency || a.ID != "" {
				continue
			}
			candidates, itself := old.Earlier, false
			if len(a.Basis) == 1 {
				if m := lettersYear.FindStringSubmatch(a.Basis[0]); m != nil && m[1] == strconv.Itoa(old.Year) {
					candidates, itself = old.Assignments, true
				}
			}
			for k := range candidates {
				b := &candidates[k]
				same := itself || strings.Join(a.Basis, " ") == strings.Join(b.Basis, " ")
				if b.ID != "" && !used[b.ID] && near(a.Title, b.Title) && same {
					a.ID = b.ID
					used[b.ID] = true
					break
				}
			}
		}
	}
}

// Confirm takes an edition into use from a day: that of the decision when from is None.
// Another person than the one who took it in does it, and every doubt about the letter is
// to be among those accepted: it is *DoubtError when one is not.
func Confirm(ctx context.Context, j *journal.Journal, id string, from calendar.Date, accepted []string, by Entry) (*Edition, error) {
	if by.Actor == "" {
		return nil, ErrNobody
	}
	var e Edition
	r, err := j.Do(ctx, journal.Command{Stream: Stream, Rule: func(stream []journal.Event) ([]journal.New, error) {
		editions, err := fold(stream)
		if err != nil {
			return nil, err
		}
		i := slices.IndexFunc(editions, func(e Edition) bool { return e.ID == id })
		if i < 0 {
			return nil, fmt.Errorf("%w: %q", ErrNoEdition, id)
		}
		e = editions[i]
		if e.Confirmed != 0 {
			return nil, fmt.Errorf("%w: %s, by %s at %s", ErrConfirmed, id, e.ConfirmedBy, e.Confirmed)
		}
		if e.From = from; from == calendar.None {
			e.From = e.Letter.Decided
		}
		switch {
		case e.From == calendar.None:
			return nil, ErrNoDay
		case e.From < calendar.New(e.Letter.Year-1, 10, 1) || e.From.Year() > e.Letter.Year:
			return nil, fmt.Errorf("%w: %s for the letter of %d", ErrDay, e.From, e.Letter.Year)
		case e.TakenInBy == by.Actor:
			return nil, fmt.Errorf("%w: %s", ErrSame, by.Actor)
		}
		for k := range editions {
			if o := &editions[k]; o.Confirmed != 0 && !strings.EqualFold(o.Letter.Agency, e.Letter.Agency) {
				return nil, fmt.Errorf("%w: edition %s is for %s and this one for %s", ErrAgency, o.ID, o.Letter.Agency, e.Letter.Agency)
			}
		}
		var open []Doubt
		for _, d := range Doubts(e.Letter) {
			if !slices.Contains(accepted, d.ID) {
				open = append(open, d)
			}
		}
		if len(open) > 0 {
			return nil, &DoubtError{Open: open}
		}
		body, err := encode(confirmed{Edition: id, Accepted: accepted})
		return []journal.New{{Kind: kindConfirmed, OccurredOn: e.From, RecordedAt: by.KnownAt, Actor: by.Actor, Cause: by.Cause, Key: "confirmed " + id, Body: body}}, err
	}})
	if err != nil {
		return nil, err
	}
	e.Confirmed, e.ConfirmedBy = r.Events[0].RecordedAt, by.Actor
	return &e, nil
}

// Editions is every letter that was taken in, in the order they were.
func Editions(ctx context.Context, j *journal.Journal) ([]Edition, error) {
	stream, err := j.Load(ctx, 0, Stream)
	if err != nil {
		return nil, err
	}
	return fold(stream)
}

func fold(stream []journal.Event) ([]Edition, error) {
	var all []Edition
	for i := range stream {
		ev := &stream[i]
		switch ev.Kind {
		case kindTaken:
			var t taken
			if err := decode(ev.Body, &t); err != nil {
				return nil, fmt.Errorf("event %d: %w", ev.Seq, err)
			}
			all = append(all, Edition{ID: t.Edition, Letter: t.Letter, Source: t.Source, SHA256: t.SHA256, Mended: t.Mended, TakenIn: ev.RecordedAt, TakenInBy: ev.Actor, From: calendar.None})
		case kindConfirmed:
			var c confirmed
			if err := decode(ev.Body, &c); err != nil {
				return nil, fmt.Errorf("event %d: %w", ev.Seq, err)
			}
			n := slices.IndexFunc(all, func(e Edition) bool { return e.ID == c.Edition })
			if n < 0 {
				return nil, fmt.Errorf("event %d confirms %q, which was not taken in", ev.Seq, c.Edition)
			}
			all[n].Confirmed, all[n].ConfirmedBy, all[n].From, all[n].Accepted = ev.RecordedAt, ev.Actor, ev.OccurredOn, c.Accepted
		default:
			return nil, fmt.Errorf("event %d: a letter knows no event %q", ev.Seq, ev.Kind)
		}
	}
	return all, nil
}

// encode writes the one stored form of a body; the journal takes no control characters,
// and JSON writes them as words.
func encode(v any) (string, error) {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(v); err != nil {
		return "", err
	}
	return strings.TrimRight(b.String(), "\n"), nil
}

func decode(body string, to any) error {
	dec := json.NewDecoder(strings.NewReader(body))
	dec.DisallowUnknownFields()
	return dec.Decode(to)
}
