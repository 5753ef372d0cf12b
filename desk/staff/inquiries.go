package staff

import (
	"net/http"
	"slices"
	"strconv"
	"strings"

	"balans/law/calendar"
	"balans/law/identity"
	"balans/law/money"
	"balans/prevent/benefit"
	"balans/recover/inquiry"
)

// inquiriesView is the list of recovery cases.
type inquiriesView struct {
	page
	Lead                string
	State, Owner, Order choiceField
	Figures             []caseFigure
	Rows                []caseRow
	Caption             string
	More, New, Follow   string
	Empty               string
}

type caseFigure struct{ Label, Count, Href string }

type caseRow struct {
	Href, ID, Benefit, Wrong, State, Badge, Step, Owner, Opened, Age, Due string
	Late                                                                  bool
}

// mostCases is how many cases a page of the list shows.
const mostCases = 100

// caseOrders are the orders of the list: what is due first and then the oldest, the oldest,
// the largest amount.
var caseOrders = []string{"due", "age", "amount"}

func caseOrder(order string, on calendar.Date) func(x, y *inquiry.Summary) int {
	key := func(s *inquiry.Summary) int {
		if order == "amount" {
			return -int(sumOf(s))
		}
		if d := s.DueBy(on); order == "due" && d != calendar.None {
			return int(d) - 1_000_000
		}
		return int(s.Opened)
	}
	return func(x, y *inquiry.Summary) int {
		if a, b := key(x), key(y); a != b {
			return a - b
		}
		return strings.Compare(x.ID, y.ID)
	}
}

// inquiriesPage lists cases. It shows no person: who a case is about is seen when it is opened.
func (s *Server) inquiriesPage(c *call) error {
	n, err := s.controlsNow(c.r.Context())
	if err != nil {
		return err
	}
	defer n.release()
	o, err := s.office(c.r.Context())
	if err != nil {
		return err
	}
	t, a, on := c.text, c.asked, c.asked.today()
	v := inquiriesView{Lead: t("inquiries.lead")}
	state, owner := a.get("state"), a.get("owner")
	v.State = choiceField{Name: "state", Label: t("field.state"), Options: []option{{"", t("inquiries.open"), state == ""}}}
	counts := map[inquiry.State]int{}
	var rows []*inquiry.Summary
	for _, x := range n.cases {
		counts[x.State]++
		switch {
		case state == "" && !x.State.IsOpen(), state != "" && state != "all" && string(x.State) != state:
			continue
		case owner == "me" && x.Owner != c.user.ID, owner == "none" && x.Owner != "":
			continue
		}
		rows = append(rows, x)
	}
	for _, st := range inquiry.States {
		v.State.Options = append(v.State.Options, option{string(st), t.caseState(st), state == string(st)})
		if st != inquiry.Closed {
			v.Figures = append(v.Figures, caseFigure{t.caseState(st), strconv.Itoa(counts[st]), link("/inquiries", "state", string(st))})
		}
	}
	v.State.Options = append(v.State.Options, option{"all", t("inquiries.all"), state == "all"})
	v.Owner = choiceField{Name: "owner", Label: t("inquiry.owner"), Options: []option{{"", t("inquiries.anyone"), owner == ""}, {"me", t("inquiries.mine"), owner == "me"}, {"none", t("inquiry.nobody"), owner == "none"}}}
	order := a.oneOf("order", append([]string{""}, caseOrders...)...)
	if order == "" {
		order = caseOrders[0]
	}
	v.Order = choiceField{Name: "order", Label: t("field.order"), Error: a.problem("order")}
	for _, name := range caseOrders {
		v.Order.Options = append(v.Order.Options, option{name, t("inquiries.order." + name), order == name})
	}
	slices.SortFunc(rows, caseOrder(order, on))
	v.Caption = t("inquiries.caption", number(int64(len(rows))), t("inquiries.order."+order))
	from := max(0, intOf(a.get("after")))
	from = min(from, len(rows))
	for _, x := range rows[from:min(len(rows), from+mostCases)] {
		v.Rows = append(v.Rows, caseRowOf(t, o, x, on))
	}
	if from+mostCases < len(rows) {
		v.More = link("/inquiries", "state", state, "owner", owner, "order", order, "after", strconv.Itoa(from+mostCases))
	}
	if c.user.mayUse(workCase) {
		v.New = "/inquiry/new"
	}
	if c.user.mayUse(followUp) {
		v.Follow = "/followup"
	}
	v.Empty = t("inquiries.none")
	if len(n.cases) == 0 {
		v.Empty = t("inquiries.none.at_all")
	}
	v.page = s.page(c, t("inquiries.title"), "/inquiries")
	return c.render(http.StatusOK, "inquiries", v)
}

// sumOf is what is to be repaid, or as long as that is not known what is believed wrong.
func sumOf(x *inquiry.Summary) money.Amount {
	if x.Repay > 0 {
		return x.Repay
	}
	return x.Wrong
}

func caseRowOf(t translate, o *inquiry.Office, x *inquiry.Summary, on calendar.Date) caseRow {
	r := caseRow{Href: caseHref(x), ID: x.ID, Benefit: t.benefit(x.Benefit), Wrong: sumOf(x).Kronor(), State: t.caseState(x.State), Badge: caseBadge(x.State), Owner: "–",
		Opened: x.Opened.String(), Age: strconv.Itoa(int(on - x.Opened))}
	if x.Owner != "" {
		r.Owner = o.Name(x.Owner)
	}
	if x.Step != "" {
		r.Step = t("inquiry.step." + string(x.Step))
	}
	if d := x.DueBy(on); d != calendar.None {
		r.Due, r.Late = d.String(), true
	} else if x.State == inquiry.InHearing {
		r.Due = x.AnswerBy.String()
	}
	return r
}

// pointAt leads a refusal to the field it names, or to the first.
func pointAt(first string, others ...string) func(string) string {
	return func(name string) string {
		if slices.Contains(others, name) {
			return name
		}
		return first
	}
}

// newCaseView is the form by which a case is opened on a signal that is no finding.
type newCaseView struct {
	page
	Hidden   []hidden
	Fields   []field
	Benefit  choiceField
	Category choiceField
	Source   choiceField
	Text     field
}

func (s *Server) newCase(c *call) error { return s.showNewCase(c, http.StatusOK, c.asked) }

func (s *Server) showNewCase(c *call, status int, a *asked) error {
	t := c.text
	v := newCaseView{Hidden: []hidden{{"key", newKey(a, "party")}}}
	for _, f := range []struct{ name, kind string }{{"party", "text"}, {"from", "date"}, {"to", "date"}, {"ref", "text"}} {
		x := field{Name: f.name, Label: t("inquiry.new." + f.name), Type: f.kind, Value: a.values.Get(f.name), Error: a.problem(f.name)}
		if _, err := calendar.Parse(x.Value); f.kind == "date" && err != nil && x.Value != "" {
			x.Type = "text"
		}
		v.Fields = append(v.Fields, x)
	}
	v.Benefit = choiceField{Name: "benefit", Label: t("field.benefit"), Error: a.problem("benefit"), Options: []option{{"", t("notice.choose"), a.get("benefit") == ""}}}
	for _, b := range benefit.All() {
		v.Benefit.Options = append(v.Benefit.Options, option{b.String(), t.benefit(b), a.get("benefit") == b.String()})
	}
	v.Category = choiceField{Name: "category", Label: t("field.category"), Error: a.problem("category"), Options: []option{{"", t("notice.choose"), a.get("category") == ""}}}
	for _, x := range inquiry.Categories {
		v.Category.Options = append(v.Category.Options, option{string(x), t.category(x), a.get("category") == string(x)})
	}
	v.Source = choiceField{Name: "source", Label: t("inquiry.source"), Error: a.problem("source"), Options: []option{{"", t("notice.choose"), a.get("source") == ""}}}
	for _, x := range inquiry.Sources {
		if x != inquiry.FromControl && x != inquiry.FromReview {
			v.Source.Options = append(v.Source.Options, option{string(x), t("inquiry.source." + string(x)), a.get("source") == string(x)})
		}
	}
	v.Text = field{Name: "text", Label: t("inquiry.says"), Value: a.values.Get("text"), Error: a.problem("text")}
	v.page = s.page(c, t("inquiry.new"), "/inquiries")
	v.Crumbs = []crumb{{"/inquiries", t("inquiries.title")}, {"", t("inquiry.new")}}
	v.Problems = a.problems
	return c.render(status, "inquiry_new", v)
}

func (s *Server) postNewCase(c *call) error {
	if err := c.r.ParseForm(); err != nil {
		return problemPage(http.StatusBadRequest, "failure.form")
	}
	c.asked = &asked{values: c.r.PostForm, text: c.text, now: c.asked.now}
	a := c.asked
	if a.get("key") == "" {
		return problemPage(http.StatusBadRequest, "failure.form")
	}
	for _, x := range [][3]string{{"party", "error.said.missing", "field.number"}, {"from", "error.said.missing", "inquiry.new.from"}, {"to", "error.said.missing", "inquiry.new.to"}, {"ref", "error.said.missing", "inquiry.new.ref"},
		{"benefit", "error.choose", "field.benefit"}, {"category", "error.choose", "field.category"}, {"source", "error.choose", "inquiry.source"}, {"text", "error.said.missing", "inquiry.says"}} {
		if a.get(x[0]) == "" {
			a.wrong(x[0], x[1], a.text(x[2]))
		}
	}
	party, err := identity.Parse(a.get("party"))
	if err != nil && a.get("party") != "" {
		a.wrong("party", "error.number", a.text("field.number"))
	}
	code, ok := benefit.Parse(a.get("benefit"))
	if !ok && a.get("benefit") != "" {
		a.wrong("benefit", "error.choose", a.text("field.benefit"))
	}
	day := func(name string) calendar.Date {
		d, ok := parseDay(a.get(name))
		if !ok && a.get(name) != "" {
			a.wrong(name, "error.day", a.text("inquiry.new."+name), a.get(name))
		}
		return d
	}
	o := inquiry.Opening{Party: party, Benefit: code, From: day("from"), To: day("to"), Category: inquiry.Category(a.get("category")),
		Signal: inquiry.Signal{Source: inquiry.Source(a.get("source")), Ref: a.get("ref"), Text: a.get("text")}}
	if len(a.problems) == 0 {
		if err := s.mayReadPerson(c, nil, party); err != nil {
			return err
		}
		made, err := inquiry.OpenBy(c.r.Context(), s.journal, o, inquiry.Act{Actor: c.user.ID, Cause: c.route.audit, Key: a.get("key")})
		x := &onCase{call: c, s: s, a: a}
		if status, err := x.refused(pointAt("party", "benefit", "from", "to", "category", "source", "ref", "text"), err); err != nil {
			return err
		} else if status == 0 {
			c.redirect(link("/inquiry", "id", made.ID, "done", "opened"))
			return nil
		}
	}
	return s.showNewCase(c, http.StatusBadRequest, a)
}

// casesTable is a table of cases, as its template needs it.
type casesTable struct {
	page
	ID, Caption, Empty string
	Rows               []caseRow
}

// CaseTable makes the table of some cases.
func (p page) CaseTable(id string, rows []caseRow, caption, empty string) casesTable {
	return casesTable{p, id, caption, empty, rows}
}
