package staff

import (
	"cmp"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"balans/law/calendar"
	"balans/steer/directive"
)

type letterView struct {
	page
	Edition, Lines choiceField
	On, Known      field

	Answered      bool // the question could be read
	Ready         bool // there is a letter to show
	Heading, Lead string
	Status, Badge string
	None          string // why there is no letter to show
	Past          string // that the letter is the last there is, and not today\'s
	Open          *openLetter
	Facts         []namedText
	Counts        []countView
	Findings      []findingView // those that do not hold or cannot be decided
	Held          string
	Missing       []string // parts that a letter usually has
	Mended        []mendedRow
	Contents      []lineLink
	Groups        []lineGroup
	Shown         string // how many lines of how many
	Files         []downloadLink
	Editions      []editionRow
	CommandTake   string
}

// countView is a number with what it counts.
type countView struct{ Label, Value, Note string }

// mendedRow is what was put right in the text before it was read.
type mendedRow struct{ Line, What string }

// openLetter is what stands between a letter and its use.
type openLetter struct {
	Command string
	Doubts  []doubtRow
}

type doubtRow struct {
	ID, Says string
	Foreign  bool
	Lines    []lineLink
}

// letter shows a letter as it was read: what is to be looked at first, then the text
// with what each line gives.
func (s *Server) letter(c *call) error {
	n, err := s.steeringNow(c.r.Context())
	if err != nil {
		return err
	}
	q := c.letterAsked(n)
	status := http.StatusOK
	v := letterView{Heading: c.text("letter.title"), CommandTake: "balans directive take " + c.text("letter.command.file")}
	if len(c.asked.problems) > 0 {
		status = http.StatusBadRequest
	} else {
		v.fill(c.text, q)
	}
	v.page = s.page(c, v.Heading, "/letter")
	v.fields(c.asked, q)
	return c.render(status, "letter", v)
}

func (v *letterView) fields(a *asked, q letterAsked) {
	t := a.text
	v.Edition = choiceField{Name: "edition", Label: t("field.edition"), Error: a.problem("edition"), Options: []option{{"", t("letter.inuse"), q.named == ""}}}
	for i := range q.editions {
		e := &q.editions[i]
		text := e.ID
		if e.Confirmed == 0 {
			text = t("letter.option.open", e.ID)
		}
		v.Edition.Options = append(v.Edition.Options, option{e.ID, text, q.named == e.ID})
	}
	v.Lines = choiceField{Name: "lines", Label: t("field.lines"), Error: a.problem("lines")}
	for _, lines := range letterLines {
		v.Lines.Options = append(v.Lines.Options, option{lines, t("letter.lines." + lines), lines == q.lines})
	}
	v.On = a.dayField("on", q.on.String())
	v.On.Help = t("help.letter.on")
	v.Known = a.knownField(q.known)
}

func (v *letterView) fill(t translate, q letterAsked) {
	v.Answered, v.Editions = true, q.editionRows(t)
	e := q.edition
	if e == nil {
		v.None = t("letter.none.never")
		if len(q.editions) > 0 {
			v.None = t("letter.none.day", t.longDay(q.on))
		}
		return
	}
	l := e.Letter
	v.Ready = true
	v.Heading = t("letter.heading", l.Year, l.Agency)
	v.Lead = t("letter.lead", e.ID)
	v.Status, v.Badge = q.letterStatus(t, e)
	v.Facts = t.letterFacts(e)
	if q.past {
		v.Past = t("letter.past", q.known.at.Date().Year(), t.longDay(q.on))
	}
	findings := directive.Check(l)
	v.checks(t, e, findings)
	if e.Confirmed == 0 {
		v.Open = t.openLetter(e, findings)
	}
	for _, missing := range l.Missing {
		v.Missing = append(v.Missing, t.missingPart(missing))
	}
	for _, m := range e.Mended {
		row := mendedRow{What: m.What}
		if m.Line > 0 {
			row.Line = t("letter.line", m.Line)
		}
		v.Mended = append(v.Mended, row)
	}
	v.Groups = newLineReader(t, e, findings, q.lines).groups()
	shown := 0
	for i := range v.Groups {
		g := &v.Groups[i]
		shown += len(g.Lines)
		if g.Heading != nil {
			shown++
			v.Contents = append(v.Contents, lineLink{Href: "#" + g.ID, Text: g.Title})
		}
	}
	v.Shown = t("letter.shown", number(int64(shown)), number(int64(len(l.Text))))
	for _, f := range letterFiles {
		v.Files = append(v.Files, downloadLink{link("/"+f.path, q.pairs()...), t(f.label)})
	}
}

// letterFacts is what the letter is and how it came into use.
func (t translate) letterFacts(e *directive.Edition) []namedText {
	l := e.Letter
	orNot := func(s string) string { return cmp.Or(s, t("letter.notprinted")) }
	decided := t("letter.notprinted")
	if l.Decided != calendar.None {
		decided = t.longDay(l.Decided)
	}
	facts := []namedText{
		{t("letter.fact.agency"), orNot(l.Agency)},
		{t("letter.fact.decided"), decided},
		{t("letter.fact.number"), orNot(strings.TrimSpace(l.Department + " " + l.Number))},
		{t("letter.fact.diary"), orNot(strings.Join(l.Diary, ", "))},
	}
	if e.Confirmed != 0 {
		facts = append(facts, namedText{t("letter.fact.from"), t.longDay(e.From)},
			namedText{t("letter.fact.confirmed"), t("letter.by", e.ConfirmedBy, t.longDay(e.Confirmed.Date()), clock(e.Confirmed))})
		if len(e.Accepted) > 0 {
			facts = append(facts, namedText{t("letter.fact.accepted"), strings.Join(e.Accepted, "; ")})
		}
	}
	return append(facts,
		namedText{t("letter.fact.taken"), t("letter.by", e.TakenInBy, t.longDay(e.TakenIn.Date()), clock(e.TakenIn))},
		namedText{t("letter.fact.file"), e.Source + ", SHA-256 " + e.SHA256})
}

// checks counts the outcomes and lists those that a person is to look at, the gravest
// first.
func (v *letterView) checks(t translate, e *directive.Edition, findings []directive.Finding) {
	var count [4]int // by findingOrder
	open := []*directive.Finding{}
	for i := range findings {
		f := &findings[i]
		order := findingOrder(f)
		count[order]++
		if f.Verdict != directive.Holds {
			open = append(open, f)
		}
	}
	slices.SortStableFunc(open, func(a, b *directive.Finding) int { return cmp.Compare(findingOrder(a), findingOrder(b)) })
	for _, f := range open {
		v.Findings = append(v.Findings, t.finding(f, e.Accepted))
	}
	n := func(i int) string { return number(int64(i)) }
	v.Held = t("letter.held", n(count[3]), n(len(findings)))
	v.Counts = []countView{
		{t("letter.count.broken"), n(count[0]), t("letter.count.broken.note")},
		{t("letter.count.undecidable"), n(count[1]), t("letter.count.undecidable.note")},
		{t("letter.count.notice"), n(count[2]), t("letter.count.notice.note")},
		{t("letter.count.holds"), n(count[3]), t("letter.count.holds.note", n(len(findings)))},
		{t("letter.count.unread"), n(len(e.Letter.Unread)), t("letter.count.unread.note", n(len(e.Letter.Text)))},
	}
}

// openLetter is what is in doubt in a letter that is not confirmed, and the command that
// confirms it.
func (t translate) openLetter(e *directive.Edition, findings []directive.Finding) *openLetter {
	words := t.doubtWords(e.Letter, findings)
	o := &openLetter{Command: "balans directive confirm " + e.ID + " --by " + t("letter.command.name")}
	for _, d := range directive.Doubts(e.Letter) {
		row, ok := words[d.ID]
		if !ok {
			row = doubtRow{Says: d.Says, Foreign: t("language") == "sv"}
		}
		row.ID = d.ID
		for _, line := range d.Lines {
			row.Lines = append(row.Lines, t.onPage(line))
		}
		o.Doubts = append(o.Doubts, row)
	}
	if len(o.Doubts) > 0 {
		o.Command += " --accept " + t("letter.command.ids")
	}
	if e.Letter.Decided == calendar.None {
		o.Command += " --from " + t("letter.command.date")
	}
	return o
}

// doubtWords says in the language of the page what can be in doubt, by the name of the
// doubt: package directive tells it in English only.
func (t translate) doubtWords(l *directive.Letter, findings []directive.Finding) map[string]doubtRow {
	words := map[string]doubtRow{}
	for _, u := range l.Unread {
		reason, foreign := t.unread(u.Reason)
		words["line "+strconv.Itoa(u.Line)] = doubtRow{Says: reason, Foreign: foreign}
	}
	for _, part := range l.Missing {
		words["missing "+part] = doubtRow{Says: t("letter.doubt.missing", t.missingPart(part))}
	}
	words["pdf"] = doubtRow{Says: t("letter.doubt.pdf")}
	for _, d := range directive.Doubts(l) {
		if strings.HasPrefix(d.ID, "condition ") {
			_, sentence, _ := strings.Cut(d.Says, ": ")
			words[d.ID] = doubtRow{Says: t("letter.doubt.condition", sentence)}
		}
	}
	for _, p := range directive.DatesPassed(l) {
		words["date passed line "+strconv.Itoa(p.Line)] = doubtRow{Says: t("letter.doubt.datepassed", p.Text)}
	}
	for i := range findings {
		f := t.finding(&findings[i], nil)
		words[f.ID] = doubtRow{Says: strings.TrimSpace(f.Says + " " + f.Reading)}
	}
	return words
}

// missingPart is the part of a letter that is not there.
func (t translate) missingPart(part string) string {
	slug := strings.ReplaceAll(part, " ", "")
	if _, ok := texts["letter.missing."+slug]; ok {
		return t("letter.missing." + slug)
	}
	if where, ok := strings.CutPrefix(part, "the unit of the amounts in "); ok {
		return t("letter.missing.unit", where)
	}
	return part
}
