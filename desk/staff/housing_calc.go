package staff

import (
	"errors"
	"net/http"
	"strconv"
	"time"

	"balans/law/calendar"
	"balans/law/money"
	"balans/law/statute"
	"balans/prevent/housing"
)

// mostCalcBody is the most bytes of the form.
const mostCalcBody = 1 << 16

type housingCalcView struct {
	page
	Examples      []linked
	Month         field
	Form, Spouse  radioField
	Children      []field
	Dwelling      []field
	Accepted      []field
	Incomes       []field
	Parts         [2][]field
	PartsOpen     bool
	AcceptedOpen  bool
	More          field
	From, Who     choiceField
	Answer        *housingAnswerView
	PartsHeadings [2]string
}

// housingAnswerView is the answer to a household and its incomes.
type housingAnswerView struct {
	Heading, Box string
	Figures      []keyFigure
	Tables       []bookTable
	WhatIf       *whatIfHousing
	Values       bookTable
	ValuesHead   string
}

// whatIfHousing is what a change of income would mean.
type whatIfHousing struct {
	Lead    string
	Figures []keyFigure
	Says    []string
	Table   bookTable
}

// housingCalc shows the form; with an example, or with what an address says of a household, its
// answer too.
func (s *Server) housingCalc(c *call) error {
	a := c.asked
	v := &housingCalcView{}
	answer := a.values.Has("form")
	if id := a.get("example"); id != "" {
		if answer = a.example(id); !answer {
			return problemPage(http.StatusNotFound, "failure.page")
		}
	} else if !answer {
		a.example(calcExamples[0].id)
	}
	return s.showHousingCalc(c, v, answer)
}

// postHousingCalc answers what was typed. Nothing of it is stored or logged.
func (s *Server) postHousingCalc(c *call) error {
	c.r.Body = http.MaxBytesReader(c.w, c.r.Body, mostCalcBody)
	if err := c.r.ParseForm(); err != nil {
		return problemPage(http.StatusBadRequest, "failure.form")
	}
	c.asked.values = c.r.PostForm
	return s.showHousingCalc(c, &housingCalcView{}, true)
}

func (s *Server) showHousingCalc(c *call, v *housingCalcView, answer bool) error {
	status := http.StatusOK
	if answer {
		q := c.asked.calcAsked()
		v.PartsOpen = q.hasParts
		if len(c.asked.problems) == 0 {
			if err := v.answer(s, c, &q); err != nil {
				return err
			}
		}
	}
	if len(c.asked.problems) > 0 {
		status = http.StatusBadRequest
	}
	t := c.text
	v.page = s.page(c, t("housing.calc.title"), "/bostadsbidrag/rakna")
	v.Other.Href = link("/bostadsbidrag/rakna", "example", c.asked.get("example"), "lang", string(v.Other.Lang))
	for _, e := range calcExamples {
		v.Examples = append(v.Examples, linked{link("/bostadsbidrag/rakna", "example", e.id), t("housing.example." + e.id)})
	}
	v.fields(c.asked)
	return c.render(status, "housing_calc", v)
}

// typed is a field with what was typed in it.
func (a *asked) typed(name string) field {
	t := a.text
	f := field{Name: name, Label: t("housing.field." + labelOf(name)), Type: "text", Value: a.values.Get(name), Error: a.problem(name)}
	if t.has("housing.help." + labelOf(name)) {
		f.Help = t("housing.help." + labelOf(name))
	}
	return f
}

// eitherOf is a choice of two words.
func (a *asked) eitherOf(name string, words ...string) radioField {
	f := radioField{Name: name, Label: a.text("housing.field." + name), Error: a.problem(name)}
	chosen := a.get(name)
	if chosen == "" {
		chosen = words[0]
	}
	for i, w := range words {
		id := name
		if i > 0 {
			id += "-" + w
		}
		f.Options = append(f.Options, radioOption{ID: id, Value: w, Text: a.text("housing.choice." + name + "." + w), Checked: w == chosen})
	}
	return f
}

func (v *housingCalcView) fields(a *asked) {
	t := a.text
	v.Month = a.typed("month")
	if a.get("month") == "" {
		v.Month.Value = a.today().String()[:7]
	}
	v.Form, v.Spouse = a.eitherOf("form", "family", "young"), a.eitherOf("spouse", "no", "yes")
	v.Children = []field{a.typed("home"), a.typed("alternating"), a.typed("access")}
	v.Dwelling = []field{a.typed("cost"), a.typed("area"), a.typed("rooms")}
	v.Accepted = []field{a.typed("accepted_cost"), a.typed("accepted_area")}
	v.AcceptedOpen = a.get("accepted_cost")+a.get("accepted_area") != ""
	v.Incomes = []field{a.typed("income"), a.typed("spouse_income")}
	for who := range v.Parts {
		v.PartsHeadings[who] = t("housing.who." + whoNames[who])
		for _, p := range incomeParts {
			f := a.typed(whoPrefix[who] + p.name)
			v.PartsOpen = v.PartsOpen || f.Error != ""
			v.Parts[who] = append(v.Parts[who], f)
		}
	}
	v.More = a.typed("more")
	v.From = choiceField{Name: "from", Label: t("housing.field.from"), Error: a.problem("from")}
	for m := time.January; m <= time.December; m++ {
		n := strconv.Itoa(int(m))
		v.From.Options = append(v.From.Options, option{n, t.housing(housing.MonthName(m)), a.get("from") == n})
	}
	v.Who = choiceField{Name: "who", Label: t("housing.field.who"), Error: a.problem("who")}
	for _, w := range []string{"self", "spouse"} {
		v.Who.Options = append(v.Who.Options, option{w, t("housing.change." + w), a.get("who") == w})
	}
}

// whoNames are the two adults, as keys of texts.
var whoNames = [2]string{"applicant", "spouse"}

// housing is a text of package housing in the page's language.
func (t translate) housing(x housing.Text) string { return t.either(x.Sv, x.En) }

// housingRules is the law as it is known now.
func (s *Server) housingRules(c *call) (*housing.Rules, error) {
	f, err := s.current(c.r.Context())
	if err != nil {
		return nil, err
	}
	return housing.New(f.columns.LawBook().Parameters(s.now())), nil
}

// answer computes the month. A value of law that is not known is told at the month.
func (v *housingCalcView) answer(s *Server, c *call, q *calcAsked) error {
	rules, err := s.housingRules(c)
	if err != nil {
		return err
	}
	a, err := q.compute(c.text, rules)
	var missing *statute.MissingError
	var input *housing.InputError
	switch {
	case errors.As(err, &missing):
		c.asked.wrong("month", "housing.error.law", missing.Name, missing.On)
		return nil
	case errors.As(err, &input):
		c.asked.wrong("form", "housing.error.input", input.Field, string(input.Law))
		return nil
	}
	v.Answer = a
	return err
}

func (q *calcAsked) compute(t translate, rules *housing.Rules) (*housingAnswerView, error) {
	base, err := rules.Base(&q.incomes)
	if err != nil {
		return nil, err
	}
	scale, err := rules.Scale(q.month)
	if err != nil {
		return nil, err
	}
	if err := q.home.Check(); err != nil {
		return nil, err
	}
	var m housing.Month
	scale.Month(&q.home, base.Sums(), &m)
	a := &housingAnswerView{Box: "success", Heading: t("housing.calc.gives", t.kronor(m.Preliminary()), t.monthOf(q.month))}
	if m.Why != housing.Given {
		a.Box, a.Heading = "info", t("housing.calc.nothing", t.monthOf(q.month))
	}
	a.Figures = []keyFigure{{t("housing.calc.preliminary"), t.kronor(m.Preliminary()), t("housing.calc.preliminary.note")},
		{t("housing.calc.exact"), t.exact(m.Amount), t("housing.calc.exact.note", m.Amount.String())},
		{t("housing.calc.supplement"), t.kronor(m.Supplement()), t("housing.calc.supplement.note")}}
	steps := append(m.Steps(), m.PreliminaryStep())
	a.Tables = []bookTable{t.housingSteps("steps", t("housing.steps"), steps)}
	if q.hasParts || base.Wealth > 0 {
		a.Tables = append(a.Tables, t.housingBase(&base, q.home.Spouses))
	}
	if q.change != nil {
		if a.WhatIf, err = q.whatIf(t, rules, base.Sums()); err != nil {
			return nil, err
		}
	}
	a.Values, err = t.housingValues(rules, q.month)
	a.ValuesHead = t("housing.values", len(a.Values.Rows))
	return a, err
}

// housingSteps is how something was computed: what was done, by which paragraph, and how sure
// the paragraph is.
func (t translate) housingSteps(id, title string, steps []housing.Step) bookTable {
	table := bookTable{ID: id, Title: title, Columns: columnsOf(t, "housing.column.step", "housing.column.law", "housing.column.mark")}
	for i := range steps {
		st := &steps[i]
		table.Rows = append(table.Rows, bookRow{Class: "row--sentence", Head: bookCell{Text: t.housing(st.Says)}, Cells: []bookCell{plainCell(string(st.Law)), plainCell(st.How)}})
	}
	return table
}

// housingBase is what the incomes are made of.
func (t translate) housingBase(b *housing.Base, spouses bool) bookTable {
	table := bookTable{ID: "incomes", Title: t("housing.base"), Columns: columnsOf(t, "housing.column.part", "#", "housing.who.applicant")}
	if spouses {
		table.Columns = append(table.Columns, bookColumn{t("housing.who.spouse"), true})
	}
	for _, p := range []struct {
		key string
		of  func(*housing.BaseParts) money.Amount
	}{
		{"housing.part.employment", func(p *housing.BaseParts) money.Amount { return p.Employment }},
		{"housing.part.business", func(p *housing.BaseParts) money.Amount { return p.Business }},
		{"housing.part.capital", func(p *housing.BaseParts) money.Amount { return p.Capital }},
		{"housing.part.wealth", func(p *housing.BaseParts) money.Amount { return p.Wealth }},
		{"housing.part.children", func(p *housing.BaseParts) money.Amount { return p.ChildCapital }},
		{"housing.part.study", func(p *housing.BaseParts) money.Amount { return p.Study }},
		{"housing.part.scholarship", func(p *housing.BaseParts) money.Amount { return p.Scholarship }},
		{"housing.part.foreign", func(p *housing.BaseParts) money.Amount { return p.Foreign }},
		{"housing.part.sum", func(p *housing.BaseParts) money.Amount { return p.Sum }},
	} {
		row := bookRow{Head: bookCell{Text: t(p.key)}, Cells: []bookCell{{Text: p.of(&b.Adults[0]).Kronor()}}}
		if spouses {
			row.Cells = append(row.Cells, bookCell{Text: p.of(&b.Adults[1]).Kronor()})
		}
		if p.key == "housing.part.sum" {
			row.Class = "row--difference"
		}
		table.Rows = append(table.Rows, row)
	}
	if b.Addition > 0 {
		table.Notes = []string{t("housing.base.wealth", b.Wealth.Kronor(), b.Addition.Kronor())}
	}
	return table
}

// housingValues are the values of law that an allowance of a month rests on.
func (t translate) housingValues(rules *housing.Rules, month calendar.Date) (bookTable, error) {
	table := bookTable{ID: "values", Title: t("housing.values.caption", t.monthOf(month)), Columns: columnsOf(t, "housing.column.value", "#", "housing.column.is", "housing.column.law", "housing.column.days", "housing.column.mark", "housing.column.source")}
	for _, name := range housing.Parameters() {
		p, err := rules.Law().Value(name, month)
		if err != nil {
			return table, err
		}
		declared, err := rules.Law().Parameter(name)
		if err != nil {
			return table, err
		}
		table.Rows = append(table.Rows, bookRow{Head: bookCell{Text: name}, Cells: []bookCell{{Text: sgiValue(p)}, plainCell(string(declared.Law)), plainCell(t.sgiDays(p.From, p.To)), plainCell(p.Confidence.String()), {Plain: true, Foreign: p.Source}}})
	}
	return table, nil
}

// whatIf is what the change would mean for the year, told at once and never told.
func (q *calcAsked) whatIf(t translate, rules *housing.Rules, base [2]money.Amount) (*whatIfHousing, error) {
	k, err := q.known(rules, base)
	if err != nil {
		return nil, err
	}
	x, err := rules.WhatIf(k, *q.change)
	if err != nil {
		return nil, err
	}
	lead, why := "housing.whatif.more", "housing.whatif.why"
	more := q.change.More
	if more < 0 {
		lead, why, more = "housing.whatif.less", "housing.whatif.why.less", -more
	}
	from := t.housing(housing.MonthName(x.From))
	v := &whatIfHousing{Lead: t(lead, t.kronor(more), from, strconv.Itoa(k.Year), t.kronor(x.Before[x.Who]), t.kronor(x.After[x.Who]))}
	v.Figures = []keyFigure{{t("housing.whatif.told"), t.netOf(x.Told), t("housing.whatif.told.note", from)},
		{t("housing.whatif.untold"), t.netOf(x.Untold), t("housing.whatif.untold.note")},
		t.costsOf(x.Costs)}
	v.Says = append(v.Says, t("housing.whatif.month", from, t.kronor(x.Month), t.kronor(x.Then)), t(why))
	v.Table = t.housingSteps("whatif-steps", t("housing.whatif.steps", from), x.Steps)
	return v, nil
}

// costsOf is how much less, or more, the allowance of the year is.
func (t translate) costsOf(x housing.Exact) keyFigure {
	if x < 0 {
		return keyFigure{t("housing.whatif.gives"), t.exact(-x), t("housing.whatif.costs.note")}
	}
	return keyFigure{t("housing.whatif.costs"), t.exact(x), t("housing.whatif.costs.note")}
}

// exact is an amount to the öre, with a mark when it is not a whole öre.
func (t translate) exact(x housing.Exact) string {
	if housing.Of(x.Ore()) != x {
		return "≈\u00a0" + t.kronor(x.Ore())
	}
	return t.kronor(x.Ore())
}

// netOf is what a settlement comes to: below zero it is to be repaid.
func (t translate) netOf(a money.Amount) string {
	switch {
	case a < 0:
		return t("housing.net.claim", t.kronor(-a))
	case a > 0:
		return t("housing.net.payout", t.kronor(a))
	}
	return t("housing.net.none")
}
