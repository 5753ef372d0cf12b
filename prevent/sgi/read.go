package sgi

import (
	"errors"
	"fmt"
	"strings"

	"balans/law/calendar"
	"balans/law/money"
)

// ErrFile is the error behind every text that cannot be read.
var ErrFile = errors.New("sgi: the text cannot be read")

// ReadError says on which line a text cannot be read, why, and what is expected.
type ReadError struct {
	Line int // from 1; 0 when the whole text is meant
	Why  string
}

func (e *ReadError) Error() string {
	if e.Line == 0 {
		return "sgi: " + e.Why
	}
	return fmt.Sprintf("sgi: line %d: %s", e.Line, e.Why)
}

// Unwrap makes every ReadError an ErrFile.
func (e *ReadError) Unwrap() error { return ErrFile }

// File is what a text says: a history or the facts of a determination, one of them, and
// the answers that are expected of it.
type File struct {
	History *History
	Facts   *Facts
	Expect  []Expectation
}

// Expectation is an answer that a text states: a line that begins with then.
type Expectation struct {
	Line int
	What string // verdict, sgi, last day …
	Want string
}

// The most that a text may hold.
const (
	MostBytes = 64 << 10
	mostLines = 500
)

// Read reads a text. The error is a *ReadError with the first line at fault.
func Read(text string) (*File, error) {
	if len(text) > MostBytes {
		return nil, &ReadError{Why: fmt.Sprintf("the text is larger than %d bytes", MostBytes)}
	}
	r := &reader{file: &File{}, seen: map[string]int{}}
	lines := strings.Split(strings.ReplaceAll(text, "\r\n", "\n"), "\n")
	if len(lines) > mostLines {
		return nil, &ReadError{Line: mostLines + 1, Why: fmt.Sprintf("at most %d lines are read", mostLines)}
	}
	for i, line := range lines {
		r.line = i + 1
		line = strings.TrimSpace(line)
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		head, rest, ok := strings.Cut(line, ":")
		if !ok {
			return nil, r.fault("a line is a word, a colon and what it says, such as: last work: 2026-01-31")
		}
		if err := r.take(strings.TrimSpace(head), strings.TrimSpace(rest)); err != nil {
			return nil, err
		}
	}
	return r.file, r.finish()
}

// reader holds what has been read so far.
type reader struct {
	file *File
	line int
	seen map[string]int // words that may stand once, with their line
	name string
	from string // source
}

func (r *reader) fault(format string, args ...any) error {
	return &ReadError{Line: r.line, Why: fmt.Sprintf(format, args...)}
}

// take gives a line to its word.
func (r *reader) take(head, rest string) error {
	if what, ok := strings.CutPrefix(head, "then "); ok {
		return r.expect(strings.TrimSpace(what), rest)
	}
	w := wordOf(head)
	if w == nil {
		return r.fault("%q is not a word here; the words are %s", head, strings.Join(allWords(), ", "))
	}
	if rest == "" {
		return r.fault("after %s: is expected %s", head, w.example)
	}
	if w.once {
		if at, again := r.seen[head]; again {
			return r.fault("%s: stands on line %d already", head, at)
		}
		r.seen[head] = r.line
	}
	if w.use != either {
		if other := map[use]use{timeline: determination, determination: timeline}[w.use]; r.has(other) {
			return r.fault("%s: belongs to another sort of text: one is either a history (with last work:) or the facts of a determination (with income on:)", head)
		}
		r.open(w.use)
	}
	return w.take(r, clauses(rest), head)
}

func (r *reader) has(u use) bool {
	return u == timeline && r.file.History != nil || u == determination && r.file.Facts != nil
}

func (r *reader) open(u use) {
	switch {
	case u == timeline && r.file.History == nil:
		r.file.History = &History{Extent: 100, On: calendar.None, Born: calendar.None, LastWork: calendar.None,
			Employment: Ending{Ended: calendar.None}, Pension: Pension{From: calendar.None}}
	case u == determination && r.file.Facts == nil:
		r.file.Facts = &Facts{On: calendar.None}
	}
}

// finish sees to it that nothing that must be there is missing.
func (r *reader) finish() error {
	r.line = 0
	h, f := r.file.History, r.file.Facts
	switch {
	case h == nil && f == nil:
		return r.fault("the text says nothing; a history has at least sgi:, last work: and on:, a determination income on: and pay:")
	case f != nil:
		f.Name, f.Source = r.name, r.from
		if f.On == calendar.None || len(f.Pay) == 0 {
			return r.fault("a determination has income on: and at least one pay:")
		}
		return nil
	}
	h.Name, h.Source = r.name, r.from
	for _, need := range []string{"sgi", "last work", "on"} {
		if r.seen[need] == 0 {
			return r.fault("a history has %s: %s", need, wordOf(need).example)
		}
	}
	if err := check(h); err != nil {
		return r.fault("%s", strings.TrimPrefix(err.Error(), ErrHistory.Error()+": "))
	}
	return nil
}

// expect takes an answer that the text states.
func (r *reader) expect(what, want string) error {
	known := false
	for _, w := range answers {
		known = known || what == w.name || w.dated && strings.HasPrefix(what, w.name+" ")
	}
	switch {
	case !known:
		return r.fault("%q is no answer; the answers are %s", "then "+what, strings.Join(answerNames(), ", "))
	case want == "":
		return r.fault("after then %s: is expected what it is to be, or none", what)
	}
	if day, ok := strings.CutPrefix(what, "day "); ok {
		if _, err := calendar.Parse(day); err != nil {
			return r.fault("%q is not a date written YYYY-MM-DD", day)
		}
	}
	r.file.Expect = append(r.file.Expect, Expectation{Line: r.line, What: what, Want: strings.Join(strings.Fields(want), " ")})
	return nil
}

// clauses are the parts of a line between commas. A comma between digits belongs to a
// number, so that a comma that parts is followed by a space.
func clauses(rest string) []string {
	parts := strings.Split(rest, ", ")
	for i := range parts {
		parts[i] = strings.Join(strings.Fields(parts[i]), " ")
	}
	return parts
}

// The dates that are read: wide enough for a life, narrow enough to find a slip of the pen.
var (
	firstDay = calendar.New(1900, 1, 1)
	lastDay  = calendar.New(2150, 12, 31)
)

func (r *reader) date(s string) (calendar.Date, error) {
	d, err := calendar.Parse(s)
	switch {
	case err != nil:
		return calendar.None, r.fault("%q is not a date written YYYY-MM-DD", s)
	case d < firstDay || d > lastDay:
		return calendar.None, r.fault("the date %s is not between %s and %s", s, firstDay, lastDay)
	}
	return d, nil
}

func (r *reader) amount(s string) (money.Amount, error) {
	a, err := money.Parse(s)
	switch {
	case err != nil:
		return 0, r.fault("%q is not an amount in kronor, such as 360 000", s)
	case a < 0 || a > mostIncome:
		return 0, r.fault("an amount is from 0 to %s kronor, not %s", mostIncome.Kronor(), s)
	}
	return a, nil
}

func (r *reader) answer(s string) (Answer, error) {
	switch s {
	case "yes":
		return Yes, nil
	case "no":
		return No, nil
	}
	return Unstated, r.fault("%q is not yes or no; leave it out when it is not known", s)
}

// percent reads whole per cent.
func (r *reader) percent(s string) (int, error) {
	v, err := r.millionths(s)
	if err != nil {
		return 0, err
	}
	if v%10_000 != 0 || v < 10_000 || v > million {
		return 0, r.fault("%q is not a whole share from 1 to 100 %%", s)
	}
	return int(v / 10_000), nil
}

// millionths reads per cent with up to four decimals after a comma, such as -1,25 %.
func (r *reader) millionths(s string) (int64, error) {
	number := strings.TrimSpace(strings.TrimSuffix(s, "%"))
	sign := int64(1)
	if rest, ok := strings.CutPrefix(number, "-"); ok {
		sign, number = -1, rest
	}
	whole, part, _ := strings.Cut(number, ",")
	if whole == "" || len(whole) > 3 || len(part) > 4 || strings.Trim(whole+part, "0123456789") != "" || strings.HasSuffix(number, ",") {
		return 0, r.fault("%q is not per cent, such as 80 %% or 2,5 %%", s)
	}
	v := int64(0)
	for _, c := range whole + part + "0000"[len(part):] {
		v = v*10 + int64(c-'0')
	}
	return sign * v, nil
}

// count reads a whole number from 1 to most.
func (r *reader) count(s string, most int) (int, error) {
	v := 0
	for _, c := range s {
		if c < '0' || c > '9' || v > most {
			v = most + 1
			break
		}
		v = v*10 + int(c-'0')
	}
	if v < 1 || v > most {
		return 0, r.fault("%q is not a whole number from 1 to %d", s, most)
	}
	return v, nil
}
