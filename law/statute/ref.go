package statute

import (
	_ "embed"
	"encoding/csv"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// ErrRef is the error behind every reference that cannot be read.
var ErrRef = errors.New("statute: not a reference to a paragraph")

// Ref is a reference to one paragraph: the act, the chapter when the act has chapters,
// the section, and if wanted the paragraph (stycke) and the point in it. The written
// form is "SFB 108:14a st.2 p.1". A Ref written in the code is checked by Check.
type Ref string

// Act is a statute that can be referred to.
type Act struct {
	ID       string // short name in references, upper-case ASCII: "SFB"
	Number   string // in Svensk författningssamling: "2010:110"
	Chapters bool   // whether sections are numbered within chapters
	Citation string // as it stands in a Swedish sentence: "socialförsäkringsbalken"
}

// Place is a reference taken apart.
type Place struct {
	Act       Act
	Chapter   string // "108", "103a"; empty in an act without chapters
	Section   string // "14", "14a"
	Paragraph int    // stycke, 0 when not stated
	Point     int    // punkt, 0 when not stated
}

//go:embed acts.csv
var actsFile string

var acts, actByID = mustReadActs(actsFile)

// mustReadActs reads the list that is part of the program; a fault in it shows when the
// program starts.
func mustReadActs(text string) ([]Act, map[string]Act) {
	list, err := readActs(text)
	if err != nil {
		panic(err)
	}
	byID := make(map[string]Act, len(list))
	for _, a := range list {
		byID[a.ID] = a
	}
	return list, byID
}

func readActs(text string) ([]Act, error) {
	records, err := csv.NewReader(strings.NewReader(text)).ReadAll()
	if err != nil {
		return nil, fmt.Errorf("statute: acts.csv: %w", err)
	}
	if len(records) == 0 || !slices.Equal(records[0], []string{"id", "number", "chapters", "citation"}) {
		return nil, errors.New("statute: acts.csv:1: the columns are to be id,number,chapters,citation")
	}
	var list []Act
	seen := map[string]bool{}
	for i, r := range records[1:] {
		a := Act{ID: r[0], Number: r[1], Chapters: r[2] == "yes", Citation: r[3]}
		upper := strings.Trim(a.ID, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") == ""
		if a.ID == "" || !upper || seen[a.ID] || a.Citation == "" || r[2] != "yes" && r[2] != "no" {
			return nil, fmt.Errorf("statute: acts.csv:%d: a new upper-case id, yes or no and a citation are expected", i+2)
		}
		seen[a.ID] = true
		list = append(list, a)
	}
	return list, nil
}

// Acts is every act that can be referred to.
func Acts() []Act { return slices.Clone(acts) }

// Parse reads a reference and gives its one written form: a space before the letter of a
// section ("SFB 108:14 a") is taken away. The error is an ErrRef.
func Parse(s string) (Ref, error) {
	p, err := place(s)
	if err != nil {
		return "", err
	}
	return p.ref(), nil
}

// Check says what is wrong with the reference, or nil. A reference that is not in its
// one written form is wrong, so that references compare as texts.
func (r Ref) Check() error {
	p, err := place(string(r))
	if err != nil {
		return err
	}
	if p.ref() != r {
		return fmt.Errorf("%w: %q is to be written %q", ErrRef, r, p.ref())
	}
	return nil
}

// Place takes the reference apart. It fails like Check.
func (r Ref) Place() (Place, error) {
	if err := r.Check(); err != nil {
		return Place{}, err
	}
	return place(string(r))
}

// Citation is the reference as it stands in a Swedish sentence: "108 kap. 14 a § andra
// stycket 1 socialförsäkringsbalken". A reference that cannot be read is given back as
// it is.
func (r Ref) Citation() string {
	p, err := place(string(r))
	if err != nil {
		return string(r)
	}
	var b strings.Builder
	if p.Chapter != "" {
		b.WriteString(spaced(p.Chapter) + " kap. ")
	}
	b.WriteString(spaced(p.Section) + " § ")
	if p.Paragraph > 0 {
		b.WriteString(ordinals[p.Paragraph] + " stycket ")
	}
	if p.Point > 0 {
		b.WriteString(strconv.Itoa(p.Point) + " ")
	}
	b.WriteString(p.Act.Citation)
	return b.String()
}

var ordinals = [...]string{"", "första", "andra", "tredje", "fjärde", "femte", "sjätte", "sjunde", "åttonde", "nionde"}

// spaced sets the letter of a number apart: "14a" becomes "14 a".
func spaced(number string) string {
	n := len(number)
	if n > 1 && number[n-1] >= 'a' {
		return number[:n-1] + " " + number[n-1:]
	}
	return number
}

func (p Place) ref() Ref {
	s := p.Act.ID + " "
	if p.Chapter != "" {
		s += p.Chapter + ":"
	}
	s += p.Section
	if p.Paragraph > 0 {
		s += " st." + strconv.Itoa(p.Paragraph)
	}
	if p.Point > 0 {
		s += " p." + strconv.Itoa(p.Point)
	}
	return Ref(s)
}

func place(s string) (Place, error) {
	fail := func(why string) (Place, error) {
		return Place{}, fmt.Errorf("%w: %q: %s", ErrRef, s, why)
	}
	words := strings.Split(s, " ")
	act, known := actByID[words[0]]
	if !known {
		return fail("the act is not in acts.csv")
	}
	words = words[1:]
	if len(words) == 0 {
		return fail("a section is expected")
	}
	p := Place{Act: act, Section: words[0]}
	words = words[1:]
	chapter, section, has := strings.Cut(p.Section, ":")
	if has != act.Chapters {
		if has {
			return fail("the act has no chapters")
		}
		return fail("the act has chapters")
	}
	if has {
		p.Chapter, p.Section = chapter, section
	}
	if len(words) > 0 && len(words[0]) == 1 && isLower(words[0][0]) {
		p.Section += words[0]
		words = words[1:]
	}
	if has && !isNumbered(p.Chapter) || !isNumbered(p.Section) {
		return fail("a chapter and a section are numbers with at most one letter")
	}
	if len(words) > 0 && strings.HasPrefix(words[0], "st.") {
		p.Paragraph = small(words[0][3:], len(ordinals)-1)
		if p.Paragraph == 0 {
			return fail("st. is followed by 1 to 9")
		}
		words = words[1:]
	}
	if len(words) > 0 && strings.HasPrefix(words[0], "p.") {
		p.Point = small(words[0][2:], 99)
		if p.Point == 0 {
			return fail("p. is followed by 1 to 99")
		}
		words = words[1:]
	}
	if len(words) > 0 {
		return fail("nothing more is expected")
	}
	return p, nil
}

// isNumbered says whether s is a number of up to three digits, with a letter or without.
func isNumbered(s string) bool {
	if n := len(s); n > 1 && isLower(s[n-1]) {
		s = s[:n-1]
	}
	return small(s, 999) > 0
}

func isLower(c byte) bool { return c >= 'a' && c <= 'z' }

// small reads a number from 1 to most without leading zeros; 0 when s is none.
func small(s string, most int) int {
	n, err := strconv.Atoi(s)
	if err != nil || n < 1 || n > most || strconv.Itoa(n) != s {
		return 0
	}
	return n
}
