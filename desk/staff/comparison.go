package staff

import (
	"net/http"
	"slices"
	"strings"

	"balans/steer/directive"
)

// comparisonAsked is which two letters are held against each other.
type comparisonAsked struct {
	editions []directive.Edition
	from, to *directive.Edition // nil when there are no two letters
	known    known
}

// comparisonAsked reads the two editions: the two last taken in where none are named.
func (c *call) comparisonAsked(n *steering) comparisonAsked {
	a := c.asked
	q := comparisonAsked{known: a.known()}
	q.editions = editionsAt(n.editions, q.known.at)
	names := editionNames(q.editions)
	if len(names) < 2 {
		for _, name := range []string{"from", "to"} {
			if a.get(name) != "" && !slices.Contains(names, a.get(name)) {
				a.wrong(name, "error.option", a.text("field.edition."+name), a.get(name))
			}
		}
		return q
	}
	pick := func(name, usual string) *directive.Edition {
		value := a.get(name)
		if value == "" {
			value = usual
		}
		e := editionNamed(q.editions, value)
		if e == nil {
			a.wrong(name, "error.option", a.text("field.edition."+name), value)
			return editionNamed(q.editions, usual)
		}
		return e
	}
	q.from, q.to = pick("from", names[len(names)-2]), pick("to", names[len(names)-1])
	return q
}

type comparisonView struct {
	page
	From, To choiceField
	Known    field

	Answered    bool
	Ready       bool
	Lead        string
	Caption     string
	Open        []string // what is to be known of the two letters, such as that one is not in use
	Rows        []changeRow
	Successions []successionRow
}

// changeRow is one difference between the two letters.
type changeRow struct {
	Part, What, Kind, Field string
	Old, New                sideView
}

type sideView struct {
	Text string
	Line *lineLink
}

type successionRow struct {
	From, To *lineLink
	Old, New string
	Why      string
}

// comparison shows what one letter says that another does not.
func (s *Server) comparison(c *call) error {
	n, err := s.steeringNow(c.r.Context())
	if err != nil {
		return err
	}
	q := c.comparisonAsked(n)
	status := http.StatusOK
	v := comparisonView{}
	if len(c.asked.problems) > 0 {
		status = http.StatusBadRequest
	} else {
		v.fill(c.text, q)
	}
	v.page = s.page(c, c.text("compare.title"), "/letter")
	v.Crumbs = []crumb{{"/letter", c.text("nav.letter")}, {"", c.text("compare.title")}}
	v.From, v.To = q.editionField(c.asked, "from", q.from), q.editionField(c.asked, "to", q.to)
	v.Known = c.asked.knownField(q.known)
	return c.render(status, "comparison", v)
}

func (q comparisonAsked) editionField(a *asked, name string, chosen *directive.Edition) choiceField {
	f := choiceField{Name: name, Label: a.text("field.edition." + name), Error: a.problem(name)}
	for i := range q.editions {
		e := &q.editions[i]
		f.Options = append(f.Options, option{e.ID, e.ID, chosen != nil && e.ID == chosen.ID})
	}
	return f
}

func (v *comparisonView) fill(t translate, q comparisonAsked) {
	v.Answered = true
	if q.from == nil || q.to == nil {
		return
	}
	v.Ready = true
	v.Lead = t("compare.lead", q.from.ID, q.from.Letter.Agency, q.to.ID, q.to.Letter.Agency)
	for _, e := range []*directive.Edition{q.from, q.to} {
		if e.Confirmed == 0 {
			v.Open = append(v.Open, t("compare.open", e.ID))
		}
	}
	if q.from.ID == q.to.ID {
		v.Open = append(v.Open, t("compare.same"))
	}
	changes := directive.Compare(q.from.Letter, q.to.Letter)
	v.Caption = t("compare.caption", number(int64(len(changes))))
	for i := range changes {
		v.Rows = append(v.Rows, q.change(t, &changes[i]))
	}
	earlier := slices.Concat(q.from.Letter.Assignments, q.to.Letter.Earlier)
	links, unsearched := directive.LinkSuccessors(q.to.Letter, earlier)
	if len(unsearched) > 0 {
		v.Open = append(v.Open, t("compare.unsearched", len(unsearched)))
	}
	for _, s := range links {
		from := q.from.ID
		if slices.ContainsFunc(q.to.Letter.Earlier, func(a directive.Assignment) bool { return a.Line == s.From.Line && a.Title == s.From.Title }) {
			from = q.to.ID
		}
		if s.From.ID == s.To.ID && s.From.ID != "" {
			continue // the same assignment in two editions
		}
		v.Successions = append(v.Successions, successionRow{Old: s.From.Title, New: s.To.Title, Why: t.either(s.Why[0], s.Why[1]),
			From: t.lineIn(from, s.From.Line), To: t.lineIn(q.to.ID, s.To.Line)})
	}
}

// lineIn leads to a line of one of the two letters; nil where the letter gives none.
func (t translate) lineIn(edition string, line int) *lineLink {
	if line <= 0 {
		return nil
	}
	return &lineLink{letterLine(edition, line), t("compare.line", edition, line), line}
}

func (q comparisonAsked) change(t translate, c *directive.Change) changeRow {
	slug := strings.NewReplacer(" ", "", "-", "")
	r := changeRow{Part: t("compare.part." + slug.Replace(string(c.Part))), What: c.Key(), Kind: t("compare.kind." + string(c.Kind))}
	if c.Part == directive.PartLoan {
		r.What = t.loanName(r.What)
	}
	if r.What == "" {
		r.What = r.Part // of the letter's head, or a sentence that is its own name
	}
	if c.Field != "" {
		r.Field = c.Field // a year of an authorisation is its own name
		if _, ok := texts["compare.field."+slug.Replace(c.Field)]; ok {
			r.Field = t("compare.field." + slug.Replace(c.Field))
		}
	}
	r.Old, r.New = t.side(c, &c.Old, q.from.ID), t.side(c, &c.New, q.to.ID)
	if c.Kind == directive.Added {
		r.Old = sideView{Text: "–"}
	}
	if c.Kind == directive.Removed {
		r.New = sideView{Text: "–"}
	}
	return r
}

// loanName is a loan's name, which begins with its kind in English, in the words of the
// page.
func (t translate) loanName(key string) string {
	for _, kind := range []directive.LoanKind{directive.LoanFrame, directive.InterestAccount, directive.AccountCredit} {
		if purpose, ok := strings.CutPrefix(key, string(kind)); ok {
			return strings.TrimSpace(t("letter.loan."+strings.ReplaceAll(string(kind), " ", "")) + ": " + strings.TrimSpace(purpose))
		}
	}
	return key
}

func (t translate) side(c *directive.Change, s *directive.Side, edition string) sideView {
	v := sideView{Text: t.changeValue(c, s), Line: t.lineIn(edition, s.Line)}
	if s.Sum.Known {
		v.Text = t.sum(s.Sum)
		if c.Kind != directive.Changed && s.Value != "" && !strings.HasSuffix(s.Value, "tkr") {
			v.Text = s.Value + ", " + v.Text
		}
	}
	if v.Text == "" {
		v.Text = "–"
	}
	return v
}

// changeValue is a value in the words of the page. Those of assignments, deadlines and
// yes and no are kept in English, in short pieces; the rest is the letter's own text.
func (t translate) changeValue(c *directive.Change, s *directive.Side) string {
	if t("language") != "sv" || c.Field == "text" || c.Field == "title" || c.Field == "name" {
		return s.Value
	}
	pieces := strings.Split(s.Value, "; ")
	for i, piece := range pieces {
		for _, w := range changeWords {
			before, after, open := strings.Cut(w[0], "%s")
			switch {
			case !open && piece == w[0]:
				pieces[i] = w[1]
			case open && after == "" && strings.HasPrefix(piece, before):
				pieces[i] = strings.Replace(w[1], "%s", piece[len(before):], 1)
			default:
				continue
			}
			break
		}
	}
	return strings.Join(pieces, "; ")
}
