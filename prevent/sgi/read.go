package sgi

import (
	"errors"
	"strconv"
	"strings"

	"balans/law/calendar"
	"balans/law/money"
)

// ErrFile is the error behind every text that cannot be read.
var ErrFile = errors.New("sgi: the text cannot be read")

// ReadError says on which line a text cannot be read, why, and what is expected.
type ReadError struct {
	Line     int  // from 1; 0 when the whole text is meant
	Why      Text // with the words that are expected in each language
	Language Language
}

// Error is in the language of the line, or of the lines before it when it has no word of
// either.
func (e *ReadError) Error() string {
	if e.Line == 0 {
		return "sgi: " + e.Why.In(e.Language)
	}
	return "sgi: " + say("read.at", e.Line, e.Why).In(e.Language)
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

// Expectation is an answer that a text states: a line that begins with then. It is in
// English, whatever the line is in.
type Expectation struct {
	Line     int
	What     string // verdict, sgi, last day …
	Want     string
	Language Language // of the line
}

// The most that a text may hold.
const (
	MostBytes = 64 << 10
	mostLines = 500
)

// composed puts together letters that some keyboards and files write as two characters.
var composed = strings.NewReplacer("a\u030a", "å", "a\u0308", "ä", "o\u0308", "ö", "A\u030a", "Å", "A\u0308", "Ä", "O\u0308", "Ö")

// Read reads a text, in which each line may be in English or Swedish. The error is a
// *ReadError with the first line at fault.
func Read(text string) (*File, error) {
	r := &reader{file: &File{}, seen: map[string]int{}, language: English}
	if len(text) > MostBytes {
		return nil, r.fault("read.bytes", MostBytes)
	}
	lines := strings.Split(strings.ReplaceAll(composed.Replace(text), "\r\n", "\n"), "\n")
	if len(lines) > mostLines {
		r.line = mostLines + 1
		return nil, r.fault("read.lines", mostLines)
	}
	for i, line := range lines {
		r.line = i + 1
		line = strings.TrimSpace(line)
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		head, rest, ok := strings.Cut(line, ":")
		if !ok {
			return nil, r.fault("read.colon")
		}
		if err := r.take(plain(head), strings.TrimSpace(rest)); err != nil {
			return nil, err
		}
	}
	return r.file, r.finish()
}

// reader holds what has been read so far.
type reader struct {
	file     *File
	line     int
	language Language       // of the line, or of the last line that told
	seen     map[string]int // words that may stand once, with their line
	name     string
	from     string // source
}

// fault is a phrase about the line.
func (r *reader) fault(key string, about ...any) error {
	return &ReadError{Line: r.line, Why: say(key, about...), Language: r.language}
}

// quoted is what somebody wrote, between quotation marks.
func quoted(s string) Text {
	q := strconv.Quote(s)
	return two("”"+strings.ReplaceAll(q[1:len(q)-1], `\"`, `"`)+"”", q)
}

// take gives a line to its word.
func (r *reader) take(head, rest string) error {
	first, what, _ := strings.Cut(head, " ")
	switch strings.ToLower(first) {
	case thenEn:
		r.language = English
		return r.expect(what, rest)
	case thenSv:
		r.language = Swedish
		return r.expect(what, rest)
	}
	name := head
	if f, ok := inLine.find(head); ok {
		name = f.en
		if f.language != "" {
			r.language = f.language
		}
	}
	w := wordOf(name)
	if w == nil {
		return r.fault("read.word", quoted(head), inLine.wordList(allWords()))
	}
	if rest == "" {
		return r.fault("read.empty", inLine.word(name), w.example)
	}
	if w.once {
		if at, again := r.seen[name]; again {
			return r.fault("read.again", inLine.word(name), at)
		}
		r.seen[name] = r.line
	}
	if w.use != either {
		if other := map[use]use{timeline: determination, determination: timeline}[w.use]; r.has(other) {
			return r.fault("read.sort", inLine.word(name))
		}
		r.open(w.use)
	}
	return w.take(r, clauses(rest), name)
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
		return r.fault("read.nothing")
	case f != nil:
		f.Name, f.Source = r.name, r.from
		if f.On == calendar.None || len(f.Pay) == 0 {
			return r.fault("read.facts")
		}
		return nil
	}
	h.Name, h.Source = r.name, r.from
	for _, need := range []string{"sgi", "last work", "on"} {
		if r.seen[need] == 0 {
			return r.fault("read.needs", inLine.word(need), wordOf(need).example)
		}
	}
	if bad := check(h); bad != nil {
		return &ReadError{Why: bad.Why, Language: r.language}
	}
	return nil
}

// expect takes an answer that the text states.
func (r *reader) expect(what, want string) error {
	name := answerNamed(English, what)
	known := false
	for _, w := range answers {
		known = known || name == w.name || w.dated && strings.HasPrefix(name, w.name+" ")
	}
	switch {
	case !known:
		return r.fault("read.answer", two(quoted(thenSv+" "+what).Sv, quoted(thenEn+" "+what).En), answerNames())
	case want == "":
		return r.fault("read.want", two(answerNamed(Swedish, name), name))
	}
	if day, ok := strings.CutPrefix(name, "day "); ok {
		if _, err := calendar.Parse(day); err != nil {
			return r.fault("read.date", quoted(day))
		}
	}
	r.file.Expect = append(r.file.Expect, Expectation{Line: r.line, What: name, Want: valueIn(English, want), Language: r.language})
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
		return calendar.None, r.fault("read.date", quoted(s))
	case d < firstDay || d > lastDay:
		return calendar.None, r.fault("read.range", s, firstDay, lastDay)
	}
	return d, nil
}

func (r *reader) amount(s string) (money.Amount, error) {
	a, err := money.Parse(s)
	switch {
	case err != nil:
		return 0, r.fault("read.amount", quoted(s))
	case a < 0 || a > mostIncome:
		return 0, r.fault("read.much", mostIncome, s)
	}
	return a, nil
}

func (r *reader) answer(s string) (Answer, error) {
	switch inValue.english(s) {
	case "yes":
		return Yes, nil
	case "no":
		return No, nil
	}
	return Unstated, r.fault("read.yes", quoted(s))
}

// percent reads whole per cent.
func (r *reader) percent(s string) (int, error) {
	v, err := r.millionths(s)
	if err != nil {
		return 0, err
	}
	if v%10_000 != 0 || v < 10_000 || v > million {
		return 0, r.fault("read.share", quoted(s))
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
		return 0, r.fault("read.percent", quoted(s))
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
		return 0, r.fault("read.count", quoted(s), most)
	}
	return v, nil
}
