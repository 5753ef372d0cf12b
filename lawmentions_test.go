package balans_test

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"balans/law/statute"
)

// The ways in which texts name paragraphs: "SFB 113:19–20", "INKKL 2-4 §§",
// "RANTEL 6 and 9", "UB 3:1 st.1 p.6".
const oneSection = `((?:\d{1,3}[a-z]?:)?\d{1,3}(?: st\.\d(?: p\.\d{1,2})?| p\.\d{1,2}| ?[a-z]\b(?: st\.\d)?(?: p\.\d{1,2})?|\b))`

var (
	mention  = regexp.MustCompile(`\b([A-Z]{2,8}) ` + oneSection + `((?:(?: §§?)?(?:, | and |-|–)` + oneSection + `)*)`)
	furtherS = regexp.MustCompile(`(, | and |-|–)` + oneSection)
)

// mentions are the paragraphs a text names; words that are no reference are left out.
func mentions(text string) (refs []statute.Ref) {
	for _, m := range mention.FindAllStringSubmatch(text, -1) {
		act, last := m[1], m[2]
		add := func(section string) {
			if ref, err := statute.Parse(act + " " + section); err == nil {
				refs = append(refs, ref)
			}
		}
		add(last)
		for _, f := range furtherS.FindAllStringSubmatch(m[3], -1) {
			between, next := f[1], f[2]
			chapter, _, has := strings.Cut(last, ":")
			if has && !strings.Contains(next, ":") {
				next = chapter + ":" + next
			}
			if between == "-" || between == "–" {
				if strings.Contains(last, " ") { // a range of points of one section
					continue
				}
				for _, section := range sectionsBetween(last, next) {
					add(section)
				}
			}
			add(next)
			last = next
		}
	}
	return refs
}

// sectionsBetween are the sections between two of the same chapter.
func sectionsBetween(from, to string) (sections []string) {
	at := strings.Index(to, ":") + 1
	low, err1 := strconv.Atoi(from[strings.Index(from, ":")+1:])
	high, err2 := strconv.Atoi(to[at:])
	for n := low + 1; err1 == nil && err2 == nil && n < high; n++ {
		sections = append(sections, to[:at]+strconv.Itoa(n))
	}
	return sections
}

func TestLaw_mentionsAreFound(t *testing.T) {
	for text, want := range map[string][]statute.Ref{
		"SFB 108:19":                               {"SFB 108:19"},
		"PRESKL 5 p.3":                             {"PRESKL 5 p.3"},
		"UB 3:1 st.1 p.6":                          {"UB 3:1 st.1 p.6"},
		"PRESKL 5 p.1-2":                           {"PRESKL 5 p.1"},
		"SKPRESKL 10 §, PRESKL 8 §":                {"SKPRESKL 10", "PRESKL 8"},
		"PRESKL 2, 5-7 §§, SKPRESKL 3":             {"PRESKL 2", "PRESKL 5", "PRESKL 6", "PRESKL 7", "SKPRESKL 3"},
		"DELGL 22, 27, 47 §§":                      {"DELGL 22", "DELGL 27", "DELGL 47"},
		"SFB 113:19–20, lag 1930:173":              {"SFB 113:19", "SFB 113:20"},
		"SFB 108:15-16, 108:19, HB 9:5":            {"SFB 108:15", "SFB 108:16", "SFB 108:19", "HB 9:5"},
		"SFB 108:9 a (joint); RANTEL 6 and 9":      {"SFB 108:9a", "RANTEL 6", "RANTEL 9"},
		"SFB 108:15 last sentence":                 {"SFB 108:15"},
		"TANDL 4:9 st.2; INKKL 4 as of 2013:56":    {"TANDL 4:9 st.2", "INKKL 4"},
		"FK 2024/028035, prop. 2006/07:49, E01":    nil,
		"SFB 19 kap.; PRESKL 1981:130; SFB 19:0":   nil,
		"the report of 2025, FL %d, no paragraph":  nil,
		"SKULDL 1, recovery domain 3.11; XYZ 12:1": {"SKULDL 1"},
	} {
		if got := mentions(text); !slices.Equal(got, want) {
			t.Errorf("%q: %v, want %v", text, got, want)
		}
	}
}

// TestLaw_faultsAreFound: a row that is right has no faults, and each of its
// cells can be wrong.
func TestLaw_faultsAreFound(t *testing.T) {
	const right = "| SFB 108:2 st.1, SFB 108:3 | Says so. | V | `recover/claim.Rule.ID` | `due_days` | a.txt | in part: the rest |"
	tree := &lawTree{
		names:    func(string) (map[string]bool, error) { return map[string]bool{"Rule": true, "Rule.ID": true}, nil },
		cases:    map[string]bool{"a.txt": true},
		declared: map[string]bool{"due_days": true},
	}
	faults := func(row string) string {
		rows, faults := readLawRows("docs/law/SFB.md", "# SFB\n\n"+lawHead+"\n|---|---|---|---|---|---|---|\n"+row+"\n")
		for i := range rows {
			faults = append(faults, tree.faults(&rows[i])...)
		}
		return strings.Join(faults, "; ")
	}
	change := func(from, to string) string { return strings.Replace(right, from, to, 1) }
	for _, row := range []string{right, change("a.txt", "no case: too small"), change("in part: the rest", "implemented"),
		"| SFB 108:4 | Says so. | U | | | | not implemented: belongs elsewhere |"} {
		if got := faults(row); got != "" {
			t.Errorf("%s: %s", row, got)
		}
	}
	for _, c := range []struct{ row, want string }{
		{change("SFB 108:2 st.1", "SFB 108"), "docs/law/SFB.md:5"},
		{change("SFB 108:3", "SFB 108:3 a"), "is to be written"},
		{change("SFB 108:3", "HB 9:5"), "belongs in docs/law/HB.md"},
		{change("Says so.", ""), "say what"},
		{change("| V |", "| X |"), "say what"},
		{change("| V |", "| |"), "say what"},
		{change("Rule.ID", "Rules"), "has no Rules"},
		{change("recover/claim.Rule.ID", "recover/claim"), "is not folder.Identifier"},
		{change("`recover/claim.Rule.ID`", ""), "no code is named"},
		{change("due_days", "days"), "not declared"},
		{change("a.txt", "b.txt"), "no case testdata/cases/b.txt"},
		{change("a.txt", ""), "no case is named"},
		{change("a.txt", "no case: see `recover/claim.TestGone`"), "has no TestGone"},
		{change("in part: the rest", "in part"), "what is missing"},
		{change("in part: the rest", "not implemented"), "what is missing"},
		{change("in part: the rest", "not implemented: later"), "names code or cases"},
		{change("in part: the rest", "done"), "is none of"},
		{change(" | V", ""), "6 cells"},
	} {
		if got := faults(c.row); !strings.Contains(got, c.want) {
			t.Errorf("%s: %q, want %q", c.row, got, c.want)
		}
	}
	if _, wrong := readLawRows("x.md", "| a | b |\n|---|---|\n"); len(wrong) != 1 {
		t.Errorf("a table of another form: %v", wrong)
	}
	place := func(r statute.Ref) statute.Place { p, _ := r.Place(); return p }
	for ref, want := range map[statute.Ref]bool{"SFB 108:2": true, "SFB 108:2 st.1": true, "SFB 108:2 st.2": false, "SFB 108:3": false, "SFB 10:2": false, "HB 108:2": false} {
		if got := isListed(ref, []statute.Place{place("SFB 108:2 st.1")}); got != want {
			t.Errorf("%s beside SFB 108:2 st.1: %v", ref, got)
		}
	}
}
