package directive

import (
	_ "embed"
	"encoding/csv"
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// agencies.csv lists agencies that are given assignments or are reported to, with their
// short forms. Its column confidence is V for a name read in an appropriation letter and
// R for one that is remembered and to be checked. A name that is missing is found by its
// ending when it is one word (see looksLikeAgency), otherwise it is not found.
//
//go:embed agencies.csv
var agenciesFile string

// agencyName is a name of an agency, as words, and the name it is known by here.
type agencyName struct {
	words     []string
	canonical string
}

// agencyNames are the names by their first word, the longest first.
var agencyNames = mustReadAgencies(agenciesFile)

// mustReadAgencies reads the list that is part of the program; a fault in it shows when
// the program starts.
func mustReadAgencies(file string) map[string][]agencyName {
	rows, err := csv.NewReader(strings.NewReader(file)).ReadAll()
	if err != nil {
		panic("directive: agencies.csv: " + err.Error())
	}
	byFirst := map[string][]agencyName{}
	seen := map[string]bool{}
	for i, row := range rows[1:] {
		for _, name := range append([]string{row[0]}, strings.Split(row[1], ";")...) {
			if name == "" {
				continue
			}
			if seen[name] {
				panic(fmt.Sprintf("directive: agencies.csv row %d: %s stands twice", i+2, name))
			}
			seen[name] = true
			parts := strings.Fields(name)
			first := strings.TrimRight(parts[0], ".,")
			byFirst[first] = append(byFirst[first], agencyName{parts, row[0]})
		}
	}
	for _, names := range byFirst {
		slices.SortStableFunc(names, func(a, b agencyName) int { return len(b.words) - len(a.words) })
	}
	return byFirst
}

// mention is an agency named in a sentence.
type mention struct {
	name     string // as in agencies.csv, or as printed when it is not there
	from, to int    // the words it takes
	genitive bool   // "Skatteverkets": what is the agency's, not the agency
}

// agencyAt is the agency that is named at a word.
func agencyAt(ws []word, i int) (mention, bool) {
	w := &ws[i]
	first, n := utf8.DecodeRuneInString(w.text)
	if !unicode.IsUpper(first) && !(first == 'e' && len(w.text) > n && (w.text[1] == '-' || w.text[1] == 'H')) {
		return mention{}, false
	}
	for _, key := range [...]string{w.text, withoutGenitive(w.text)} {
		for _, name := range agencyNames[key] {
			if genitive, ok := name.at(ws[i:]); ok {
				return mention{name.canonical, i, i + len(name.words), genitive}, true
			}
		}
	}
	if base := withoutGenitive(w.text); looksLikeAgency(base) {
		return mention{base, i, i + 1, base != w.text}, true
	}
	return mention{}, false
}

// at tells whether the words begin with the name, its last word perhaps in the genitive.
func (n agencyName) at(ws []word) (genitive, ok bool) {
	if len(ws) < len(n.words) {
		return false, false
	}
	last := len(n.words) - 1
	for i, want := range n.words {
		bare := strings.TrimRight(want, ".,") // Kungl. Tekniska högskolan; Forskningsrådet för hälsa, arbetsliv och välfärd
		switch got := &ws[i]; {
		case i == last && got.text != want && withoutGenitive(got.text) == want:
			return true, true
		case got.text != bare, i < last && got.after != want[len(bare):], i > 0 && got.before != "":
			return false, false
		}
	}
	return false, true
}

// withoutGenitive takes away the s of the genitive: Skatteverkets, SKR:s.
func withoutGenitive(s string) string {
	if t, ok := strings.CutSuffix(s, ":s"); ok {
		return t
	}
	return strings.TrimSuffix(s, "s")
}

var agencyEndings = []string{"verket", "myndigheten", "styrelsen", "inspektionen", "nämnden", "kollegiet", "rådet", "ombudsmannen", "kansliet"}

// looksLikeAgency tells whether a word that is in no list is the name of an agency by how
// it ends. "Myndigheten" and "Regeringskansliet" are no names.
func looksLikeAgency(s string) bool {
	if s == "Regeringskansliet" {
		return false
	}
	for _, e := range agencyEndings {
		if strings.HasSuffix(s, e) && len(s) > len(e)+3 {
			return true
		}
	}
	return false
}

// ministryAt is the ministry named at a word: one word, or "Klimat- och
// näringslivsdepartementet".
func ministryAt(ws []word, i int) (name string, to int, ok bool) {
	if first, _ := utf8.DecodeRuneInString(ws[i].text); !unicode.IsUpper(first) {
		return "", 0, false
	}
	if strings.HasSuffix(ws[i].text, "departementet") {
		return ws[i].text, i + 1, true
	}
	if strings.HasSuffix(ws[i].text, "-") && i+2 < len(ws) && ws[i+1].low == "och" && strings.HasSuffix(ws[i+2].text, "departementet") {
		return ws[i].text + " och " + ws[i+2].text, i + 3, true
	}
	return "", 0, false
}

// isAnd tells whether a word joins the names of an enumeration.
func isAnd(low string) bool {
	return low == "och" || low == "samt" || low == "respektive" || low == "resp"
}
