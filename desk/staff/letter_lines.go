package staff

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"balans/steer/directive"
)

// lineView is a line of the letter on the page.
type lineView struct {
	No       int
	ID       string
	Class    string // of the role
	Role     string // the role in words
	Text     string
	Values   []lineValue
	Part     string // what it belongs to, where it gives no value of its own
	Reason   string // why it could not be read
	Foreign  bool   // the reason is in English on a Swedish page
	Findings []findingView
}

// lineGroup is the lines under a heading, or those above the first.
type lineGroup struct {
	ID      string // of the heading
	Title   string // "" above the first heading
	Heading *lineView
	Lines   []lineView
}

// findingView is the outcome of a check in words.
type findingView struct {
	ID, Verdict, Badge string
	Says, Reading      string
	Law, Mark          string
	Accepted           bool
	Open               bool // it does not hold, or cannot be decided
	Lines              []lineLink
}

// lineReader puts together what the page shows of each line.
type lineReader struct {
	t        translate
	edition  string
	l        *directive.Letter
	lines    string // which are asked for, one of letterLines
	values   map[int][]lineValue
	findings map[int][]findingView
	reasons  map[int]string
	passed   map[int]string // dates that were read as no deadline
}

func newLineReader(t translate, e *directive.Edition, findings []directive.Finding, lines string) *lineReader {
	l := e.Letter
	r := &lineReader{t: t, edition: e.ID, l: l, lines: lines, values: valuesOf(t, e), findings: map[int][]findingView{}, reasons: map[int]string{}, passed: map[int]string{}}
	for i := range findings {
		view := t.finding(&findings[i], e.Accepted)
		for _, line := range findings[i].Lines {
			r.findings[line] = append(r.findings[line], view)
		}
	}
	for _, u := range l.Unread {
		r.reasons[u.Line] = u.Reason
	}
	for _, p := range directive.DatesPassed(l) {
		r.passed[p.Line] = p.Text
	}
	return r
}

// groups is the lines that are asked for, under the headings they stand under. A line
// with something to look at is always there.
func (r *lineReader) groups() []lineGroup {
	opens := map[int]directive.Section{}
	for _, s := range r.l.Sections {
		opens[s.Line] = s
	}
	all := []lineGroup{{ID: "brevhuvud"}}
	for i := range r.l.Text {
		text := &r.l.Text[i]
		if s, ok := opens[text.No]; ok {
			heading := r.line(text)
			all = append(all, lineGroup{ID: heading.ID, Title: strings.TrimSpace(s.Number + " " + s.Title), Heading: &heading})
			continue
		}
		if r.isShown(text) {
			g := &all[len(all)-1]
			g.Lines = append(g.Lines, r.line(text))
		}
	}
	return slices.DeleteFunc(all, func(g lineGroup) bool {
		return len(g.Lines) == 0 && (g.Heading == nil || r.lines == "findings" && !r.isOpen(g.Heading.No))
	})
}

func (r *lineReader) isShown(text *directive.TextLine) bool {
	switch {
	case r.isOpen(text.No):
		return true
	case r.lines == "all":
		return text.Role != directive.Empty
	case r.lines == "values":
		return text.Role == directive.Value || text.Role == directive.Heading
	}
	return false
}

// isOpen reports whether there is something on the line for a person to look at.
func (r *lineReader) isOpen(line int) bool {
	_, unread := r.reasons[line]
	return unread || r.passed[line] != "" || slices.ContainsFunc(r.findings[line], func(f findingView) bool { return f.Open })
}

func (r *lineReader) line(text *directive.TextLine) lineView {
	v := lineView{No: text.No, ID: lineID(text.No), Class: strings.ReplaceAll(string(text.Role), " ", ""), Text: strings.ReplaceAll(text.Text, "\t", " | "),
		Values: r.values[text.No], Findings: r.findings[text.No]}
	v.Role = r.t("letter.role." + v.Class)
	if r.lines == "findings" {
		r.narrow(&v)
	}
	if reason, ok := r.reasons[text.No]; ok {
		v.Reason, v.Foreign = r.t.unread(reason)
	} else if words := r.passed[text.No]; words != "" {
		v.Reason = r.t("letter.doubt.datepassed", words)
	}
	if text.Role == directive.Value && len(v.Values) == 0 {
		v.Part = r.t.letterPart(text.Part)
	}
	return v
}

// narrow leaves out the checks that hold, and leads to the whole letter where a line that
// says more of a value is not among those shown.
func (r *lineReader) narrow(v *lineView) {
	v.Findings = slices.DeleteFunc(slices.Clone(v.Findings), func(f findingView) bool { return !f.Open })
	v.Values = slices.Clone(v.Values)
	for i := range v.Values {
		see := slices.Clone(v.Values[i].See)
		for j := range see {
			if see[j].line > 0 && !r.isOpen(see[j].line) {
				see[j].Href = letterLine(r.edition, see[j].line)
			}
		}
		v.Values[i].See = see
	}
}

// letterPart is what a line belongs to, in words: the parts that have a name of their own
// keep it.
func (t translate) letterPart(part string) string {
	if part == "" {
		return t("letter.part.letterhead")
	}
	slug := strings.ReplaceAll(part, " ", "")
	if _, ok := texts["letter.part."+slug]; ok {
		return t("letter.part." + slug)
	}
	if title, ok := strings.CutPrefix(part, "assignment "); ok {
		return t("letter.part.assignment", title)
	}
	return part
}

// finding is a check's outcome in the words of the page.
func (t translate) finding(f *directive.Finding, accepted []string) findingView {
	v := findingView{ID: f.ID, Says: sentence(t.either(f.Says[0], f.Says[1])), Law: f.Law, Open: f.Verdict != directive.Holds, Accepted: slices.Contains(accepted, f.ID)}
	if reading := t.either(f.Reading[0], f.Reading[1]); reading != "" {
		v.Reading = sentence(reading)
	}
	v.Verdict, v.Badge = t.verdict(f)
	if _, ok := texts["confidence."+f.Mark]; ok {
		v.Mark = t("confidence." + f.Mark)
	}
	for _, line := range f.Lines {
		v.Lines = append(v.Lines, t.onPage(line))
	}
	return v
}

func (t translate) verdict(f *directive.Finding) (text, badge string) {
	switch {
	case f.Verdict == directive.Holds:
		return t("letter.verdict.holds"), "success"
	case f.Verdict == directive.Undecidable:
		return t("letter.verdict.undecidable"), "warning"
	case f.Weight == directive.Notice:
		return t("letter.verdict.notice"), "info"
	}
	return t("letter.verdict.broken"), "error"
}

// findingOrder puts what contradicts itself first, then what cannot be decided, then
// what is only to be known.
func findingOrder(f *directive.Finding) int {
	switch {
	case f.Verdict == directive.Holds:
		return 3
	case f.Weight == directive.Notice:
		return 2
	case f.Verdict == directive.Undecidable:
		return 1
	}
	return 0
}

// unread is why a line could not be read. The reasons are kept with the letter in
// English; one that has no Swedish is shown as it stands.
func (t translate) unread(reason string) (text string, foreign bool) {
	if t("language") != "sv" {
		return sentence(reason), false
	}
	for _, u := range unreadReasons {
		if found := u.reason.FindStringSubmatch(reason); found != nil {
			differs := make([]any, len(found)-1)
			for i, text := range found[1:] {
				differs[i] = text
			}
			return sentence(fmt.Sprintf(u.swedish, differs...)), false
		}
	}
	return reason, true
}

// unreadReason is a reason for not reading a line, and its Swedish.
type unreadReason struct {
	reason  *regexp.Regexp
	swedish string
}

// unreadReasons are those of unreadTexts; every %s stands for what differs.
var unreadReasons = func() []unreadReason {
	var all []unreadReason
	for _, u := range unreadTexts {
		pattern := strings.ReplaceAll(regexp.QuoteMeta(u[0]), "%s", "(.*)")
		all = append(all, unreadReason{regexp.MustCompile("(?s)^" + pattern + "$"), u[1]})
	}
	return all
}()
