package staff

import (
	"errors"
	"net/http"
	"strings"

	"balans/law/calendar"
	"balans/law/statute"
	"balans/prevent/sgi"
	"balans/recover/claim"
)

// sgiField is the field of the text, which is also its id on the page.
const sgiField = "history"

// mostSGIBody is the most bytes of a form: the text in its longest written form.
const mostSGIBody = 4 * sgi.MostBytes

type sgiView struct {
	page
	Text     string // what is in the field
	Error    string // what is wrong with it
	Detail   string // why, and what is expected
	On       field
	Examples []linked
	Grounds  []sgiGround
	Words    string // how a text is written

	Answer *sgiAnswer
}

// sgiGround is a ground in the list of what can be stated.
type sgiGround struct{ Word, Name, Law string }

// sgiAnswer is the answer to a text.
type sgiAnswer struct {
	Heading, Box  string // of the verdict, and the class of its box
	Reasons       []string
	Facts         []namedText
	Chart         *chartView
	Tables        []sgiTable
	Differences   []string // answers that the text states and that came out otherwise
	Agrees        string
	ParameterHead string
	Parameters    []sgiParameterRow
}

// sgiTable is a table of the answer: its first column is the head of each row.
type sgiTable struct {
	ID, Caption string
	Columns     []string
	Rows        [][]string
	None        string // said instead of the table when it has no row
}

type sgiParameterRow struct{ Name, Value, Period, Mark, Source string }

// sgiPage shows the form, with a text to begin with and its answer when one is asked for.
func (s *Server) sgiPage(c *call) error {
	v := sgiView{Text: c.text.sgi(sgi.Examples()[0].Text)}
	if id := c.asked.get("example"); id != "" {
		found := false
		for _, e := range sgi.Examples() {
			if e.ID == id {
				v.Text, found = c.text.sgi(e.Text), true
			}
		}
		if !found {
			return problemPage(http.StatusNotFound, "failure.page")
		}
		if err := v.answer(s, c); err != nil {
			return err
		}
	}
	return v.show(s, c)
}

// postSGI answers a text that was typed. Nothing is stored, and nothing of it is logged.
func (s *Server) postSGI(c *call) error {
	c.r.Body = http.MaxBytesReader(c.w, c.r.Body, mostSGIBody)
	if err := c.r.ParseForm(); err != nil {
		return problemPage(http.StatusBadRequest, "failure.form")
	}
	c.asked.values = c.r.PostForm
	v := sgiView{Text: c.r.PostForm.Get(sgiField)}
	if err := v.answer(s, c); err != nil {
		return err
	}
	return v.show(s, c)
}

func (v *sgiView) show(s *Server, c *call) error {
	status := http.StatusOK
	if len(c.asked.problems) > 0 {
		status = http.StatusBadRequest
	}
	t := c.text
	v.page = s.page(c, t("sgi.title"), "/sgi")
	v.Other.Href = "/sgi?lang=" + string(v.Other.Lang)
	if id := c.asked.get("example"); id != "" {
		v.Other.Href = link("/sgi", "example", id, "lang", string(v.Other.Lang))
	}
	v.On = field{Name: "on", Label: t("sgi.on"), Help: t("sgi.on.help"), Type: "date", Value: c.asked.get("on"), Error: c.asked.problem("on")}
	if v.On.Error != "" {
		v.On.Type = "text"
	}
	v.Error = c.asked.problem(sgiField)
	for _, e := range sgi.Examples() {
		v.Examples = append(v.Examples, linked{link("/sgi", "example", e.ID), t.sgi(e.Name)})
	}
	for _, g := range sgi.Grounds() {
		v.Grounds = append(v.Grounds, sgiGround{Word: t.sgi(g.Word()), Name: t.sgi(g.Name()), Law: refsText(g.Law())})
	}
	var b strings.Builder
	if err := sgi.Teach(&b, sgi.Language(v.Lang)); err != nil {
		return err
	}
	v.Words = b.String()
	return c.render(status, "sgi", v)
}

// sgi is a text of package sgi in the page's language.
func (t translate) sgi(x sgi.Text) string { return t.either(x.Sv, x.En) }

// answer reads the text and answers it. What is wrong with the text is told at the field.
func (v *sgiView) answer(s *Server, c *call) error {
	file, err := sgi.Read(v.Text)
	if err == nil {
		err = askedDay(c, file)
	}
	if err != nil {
		v.wrong(c, err)
		return nil
	}
	if len(c.asked.problems) > 0 {
		return nil
	}
	book, err := claim.ReadLaw(c.r.Context(), s.journal)
	if err != nil {
		return err
	}
	result, determined, differences, err := file.Run(book.Parameters(s.now()))
	var missing *statute.MissingError
	switch {
	case errors.As(err, &missing):
		c.asked.wrong(sgiField, "sgi.error.missing", missing.Name, missing.On)
		return nil
	case errors.Is(err, sgi.ErrHistory):
		v.wrong(c, err)
		return nil
	case err != nil:
		return err
	}
	a := &sgiAnswer{}
	if result != nil {
		a.timeline(c.text, file.History, result)
		a.parameters(c.text, result.Used)
	} else {
		a.income(c.text, determined)
		a.parameters(c.text, determined.Used)
	}
	if len(file.Expect) > 0 && c.asked.get("on") == "" {
		for _, d := range differences {
			a.Differences = append(a.Differences, sentence(d.In(sgi.Language(c.lang))))
		}
		if len(differences) == 0 {
			a.Agrees = c.text("sgi.agrees", len(file.Expect))
		}
	}
	v.Answer = a
	return nil
}

// wrong tells on which line a text cannot be understood, and why.
func (v *sgiView) wrong(c *call, err error) {
	var bad *sgi.ReadError
	var history *sgi.HistoryError
	switch {
	case errors.As(err, &bad) && bad.Line > 0:
		c.asked.wrong(sgiField, "sgi.error.line", bad.Line)
		v.Detail = sentence(c.text.sgi(bad.Why))
	case bad != nil:
		c.asked.wrong(sgiField, "sgi.error.text")
		v.Detail = sentence(c.text.sgi(bad.Why))
	case errors.As(err, &history):
		c.asked.wrong(sgiField, "sgi.error.text")
		v.Detail = sentence(c.text.sgi(history.Why))
	}
}

// askedDay lets the field of the day take the place of the text's own.
func askedDay(c *call, file *sgi.File) error {
	value := c.asked.get("on")
	if value == "" {
		return nil
	}
	d, ok := parseDay(value)
	switch {
	case !ok:
		c.asked.wrong("on", "sgi.error.day", value)
	case file.History != nil:
		file.History.On = d
	default:
		file.Facts.On = d
	}
	return nil
}

func refsText(refs []statute.Ref) string {
	var all []string
	for _, r := range refs {
		if n := len(all); n == 0 || all[n-1] != string(r) {
			all = append(all, string(r))
		}
	}
	return strings.Join(all, ", ")
}

// days is a period in figures; an open end is said in words.
func (t translate) sgiDays(from, to calendar.Date) string {
	switch to {
	case calendar.None:
		return t("sgi.from", from)
	case from:
		return from.String()
	}
	return from.String() + "–" + to.String()
}

func (a *sgiAnswer) parameters(t translate, used []statute.Value) {
	for _, p := range used {
		a.Parameters = append(a.Parameters, sgiParameterRow{p.Name, sgiValue(p), t.sgiDays(p.From, p.To), p.Confidence.String(), p.Source})
	}
	a.ParameterHead = t("sgi.parameters", len(used))
}
