package staff

import (
	"cmp"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"balans/law/calendar"
	"balans/law/money"
	"balans/prevent/housing"
	"balans/prevent/payout"
	"balans/recover/settlement"
)

// housingSection is the first of the pages on housing allowance, and their item of the menu.
const housingSection = "/bostadsbidrag/avstamning"

// housingTabs are the pages on housing allowance that who asks may see; nil on other pages.
func (s *Server) housingTabs(c *call, section string) (shown []navItem) {
	if !strings.HasPrefix(section, "/bostadsbidrag/") {
		return nil
	}
	for _, i := range []navItem{{housingSection, "housing.tab.runs", false}, {"/bostadsbidrag/rakna", "housing.tab.calc", false}, {"/bostadsbidrag/bevakning", "housing.tab.watch", false}, {"/bostadsbidrag/regler", "housing.tab.rules", false}} {
		if i.Href == "/bostadsbidrag/regler" && !c.user.mayUse(compareHousing) {
			continue
		}
		shown = append(shown, navItem{i.Href, c.text(i.Text), i.Href == section})
	}
	return shown
}

type housingRunsView struct {
	page
	None    bool
	Open    []string // intakes to complete
	Runs    bookTable
	Intakes bookTable
}

// housingRuns lists the settlements and the files they rest on.
func (s *Server) housingRuns(c *call) error {
	l, err := s.housingNow(c.r.Context())
	if err != nil {
		return err
	}
	t := c.text
	v := housingRunsView{None: len(l.intakes) == 0}
	v.Runs = bookTable{ID: "runs", Title: t("housing.runs.caption", number(int64(len(l.runs)))),
		Columns: columnsOf(t, "housing.column.run", "housing.column.on", "housing.column.state", "#", "housing.column.households", "#", "housing.column.claims", "#", "housing.column.claimed", "#", "housing.column.payouts", "#", "housing.column.paidout", "#", "housing.column.leftout")}
	for i := range l.runs {
		r := &l.runs[len(l.runs)-1-i]
		state, badge := t.runState(r.Complete)
		v.Runs.Rows = append(v.Runs.Rows, bookRow{Head: bookCell{Text: r.Name, Href: housingRunHref(r.Name)}, Cells: []bookCell{plainCell(r.On.String()), {Plain: true, Level: state, Badge: badge},
			{Text: number(int64(r.Households))}, {Text: number(int64(r.Claims))}, {Text: r.Claimed.Kronor()}, {Text: number(int64(r.PayOuts))}, {Text: r.PaidOut.Kronor()}, {Text: number(int64(r.LeftOut))}}})
	}
	v.Intakes = bookTable{ID: "intakes", Title: t("housing.intakes.caption", number(int64(len(l.intakes)))), Notes: []string{t("housing.intakes.note")},
		Columns: columnsOf(t, "housing.column.intake", "#", "housing.column.year", "housing.column.on", "housing.column.state", "#", "housing.column.households", "#", "housing.column.paid", "#", "housing.column.leftout", "housing.column.file")}
	for i := range l.intakes {
		in := &l.intakes[len(l.intakes)-1-i]
		state, badge := t.runState(!l.open[in.Name])
		if l.open[in.Name] {
			v.Open = append(v.Open, t("housing.intake.again", in.Name, in.File))
		}
		v.Intakes.Rows = append(v.Intakes.Rows, bookRow{Head: bookCell{Text: in.Name}, Cells: []bookCell{{Text: strconv.Itoa(in.Year)}, plainCell(in.On.String()), {Plain: true, Level: state, Badge: badge}, {Text: number(int64(in.Households))},
			{Text: in.Paid.Kronor()}, {Text: number(int64(in.LeftOut))}, {Plain: true, Text: in.File, Sub: in.SHA256[:12]}}})
	}
	v.page = s.page(c, t("housing.runs.title"), housingSection)
	return c.render(http.StatusOK, "housing_runs", v)
}

func (t translate) runState(complete bool) (text, badge string) {
	if complete {
		return t("housing.run.complete"), "success"
	}
	return t("housing.run.interrupted"), "warning"
}

func housingRunHref(name string) string { return housingSection + "/" + url.PathEscape(name) }

// householdHref is where a household's year is read.
func householdHref(id string, year int, more ...string) string {
	return link("/bostadsbidrag/hushall/"+url.PathEscape(id)+"/"+strconv.Itoa(year), more...)
}

type housingRunView struct {
	page
	Heading, Lead string
	Interrupted   string // what to do; "" when it is complete
	Figures       []keyFigure
	Outcomes      bookTable
	Decided       bookTable // by whom, and why
	After         []factRow
	List          choiceField
	Rows          bookTable
	Hidden        string // that some are left out
	Paginator     *paginator
}

// housingLists of a run's page, in the order they are offered.
var runLists = []string{"claims", "payouts", "manual", "none", "waiting"}

// housingPageSize is how many households a page shows.
const housingPageSize = 100

// housingRun shows what a settlement came to. It names no person.
func (s *Server) housingRun(c *call) error {
	l, err := s.housingNow(c.r.Context())
	if err != nil {
		return err
	}
	name := c.r.PathValue("run")
	info := l.run(name)
	if info == nil {
		return &pageProblem{http.StatusNotFound, "failure.housingrun", name}
	}
	y, err := l.year(s, info.Year)
	if err != nil {
		return err
	}
	n, err := s.controlsNow(c.r.Context())
	if err != nil {
		return err
	}
	defer n.release()
	r := y.runs[name]
	if r == nil {
		r = &housingRun{}
	}
	t := c.text
	list, at := c.asked.choiceOf("list", runLists...), c.asked.pageOf("list")
	status := http.StatusOK
	if len(c.asked.problems) > 0 {
		status = http.StatusBadRequest
	}
	v := &housingRunView{Heading: t("housing.run.title", info.Name), Lead: t("housing.run.lead", strconv.Itoa(info.Year), t.longDay(info.On), info.File)}
	if !info.Complete {
		v.Interrupted = t("housing.run.again", strconv.Itoa(info.Year), info.File, number(int64(r.Households)), number(int64(info.Households)))
	}
	v.fill(t, info, r, len(y.waiting))
	if v.After, err = s.afterRun(c, info, r); err != nil {
		return err
	}
	v.list(t, y.listed(r, list), y.shown(c, n, y.listed(r, list)), info, list, at, c.asked.problem("list"))
	v.page = s.page(c, v.Heading, housingSection)
	v.Crumbs = []crumb{{housingSection, t("housing.runs.title")}, {"", info.Name}}
	return c.render(status, "housing_run", v)
}

func (y *housingYear) listed(r *housingRun, list string) []settledRow {
	switch list {
	case "claims":
		return r.rows[housing.Claim]
	case "payouts":
		return r.rows[housing.PayOut]
	case "none":
		return r.rows[housing.Nothing]
	case "manual":
		return r.manual
	}
	return y.waiting
}

func (v *housingRunView) fill(t translate, info *housing.RunInfo, r *housingRun, waiting int) {
	v.Figures = []keyFigure{{t("housing.column.households"), number(int64(r.Households)), t("housing.run.paid", r.Paid.Kronor(), r.Final.Kronor())},
		{t("housing.outcome.claim"), t.kronor(r.By[housing.Claim].Amount), t("housing.run.households", number(int64(r.By[housing.Claim].Count)))},
		{t("housing.outcome.payout"), t.kronor(r.By[housing.PayOut].Amount), t("housing.run.households", number(int64(r.By[housing.PayOut].Count)))},
		{t("housing.run.waiting"), number(int64(waiting)), t("housing.run.waiting.note")}}
	v.Outcomes = bookTable{ID: "outcomes", Title: t("housing.run.outcomes"),
		Columns: columnsOf(t, "housing.column.outcome", "#", "housing.column.households", "#", "housing.column.amount", "#", "housing.column.charge", "#", "housing.form.family", "#", "housing.column.amount", "#", "housing.form.young", "#", "housing.column.amount")}
	for _, o := range []housing.Outcome{housing.Claim, housing.PayOut, housing.Nothing} {
		cells := []bookCell{}
		for i, x := range []housing.Total{r.By[o], r.Families[o], r.Young[o]} {
			cells = append(cells, bookCell{Text: number(int64(x.Count))}, bookCell{Text: x.Amount.Kronor()})
			if i == 0 {
				cells = append(cells, bookCell{Text: t.chargeText(x.Charge, r.ChargeUnknown)})
			}
		}
		v.Outcomes.Rows = append(v.Outcomes.Rows, bookRow{Head: bookCell{Text: t("housing.outcome." + o.String())}, Cells: cells})
	}
	v.Outcomes.Notes = []string{t("housing.run.below", number(int64(r.BelowOver.Count)), r.BelowOver.Amount.Kronor(), number(int64(r.BelowUnder.Count)), r.BelowUnder.Amount.Kronor(), number(int64(r.Exact)))}
	if r.Changes > 0 {
		v.Outcomes.Notes = append(v.Outcomes.Notes, t("housing.run.changes", number(int64(r.Changes))))
	}
	if info.LeftOut > 0 {
		v.Outcomes.Notes = append(v.Outcomes.Notes, t("housing.run.leftout", number(int64(info.LeftOut))))
	}
	if r.ChargeUnknown {
		v.Outcomes.Notes = append(v.Outcomes.Notes, t("housing.run.nocharge"))
	}
	v.Decided = bookTable{ID: "decided", Title: t("housing.run.decided"), Columns: columnsOf(t, "housing.column.decided", "#", "housing.column.count", "#", "housing.column.amount", "#", "housing.column.charge")}
	row := func(text string, x housing.Total) {
		v.Decided.Rows = append(v.Decided.Rows, bookRow{Head: bookCell{Text: text}, Cells: []bookCell{{Text: number(int64(x.Count))}, {Text: x.Amount.Kronor()}, {Text: t.chargeText(x.Charge, r.ChargeUnknown)}}})
	}
	row(t("housing.run.program"), r.Automatic)
	for _, why := range manualWhys(r) {
		row(t("housing.run.person", t.manual(why)), r.Manual[why])
	}
}

func (t translate) chargeText(a money.Amount, unknown bool) string {
	if unknown && a == 0 {
		return "–"
	}
	return a.Kronor()
}

func manualWhys(r *housingRun) (all []string) {
	for why := range r.Manual {
		all = append(all, why)
	}
	slices.SortFunc(all, func(a, b string) int {
		return cmp.Or(cmp.Compare(r.Manual[b].Count, r.Manual[a].Count), strings.Compare(a, b))
	})
	return all
}

// manual is why a person is to decide.
func (t translate) manual(why string) string {
	sv, en := settlement.Words(why)
	return t.either(sv, en)
}

// afterRun is what came of the run: its letters, its payment run and its cases.
func (s *Server) afterRun(c *call, info *housing.RunInfo, r *housingRun) ([]factRow, error) {
	t := c.text
	rows := []factRow{{t("housing.run.letters"), t("housing.run.letters.text", number(int64(r.Letters))), ""}}
	runs, err := payout.Runs(c.r.Context(), s.journal)
	if err != nil {
		return nil, err
	}
	text := t("housing.run.payrun.none")
	if due := r.By[housing.PayOut].Count; due > 0 {
		text = t("housing.run.payrun.missing", strconv.Itoa(info.Year), info.File)
	}
	for i := range runs {
		if runs[i].Name == settlement.PayRun(info) {
			text = t("housing.run.payrun.text", runs[i].Name, number(int64(runs[i].Lines)), runs[i].Gross.Kronor(), t.longDay(runs[i].PayOn))
		}
	}
	manual := 0
	for _, x := range r.Manual {
		manual += x.Count
	}
	return append(rows, factRow{t("housing.run.payrun"), text, ""}, factRow{t("housing.run.cases"), t("housing.run.cases.text", number(int64(manual))), ""},
		factRow{t("housing.run.by"), info.Actor + ", " + info.At.Date().String() + " " + clock(info.At), ""}, factRow{t("housing.column.file"), info.File + ", sha256 " + info.SHA256[:12], ""}), nil
}

// list is a page of the households with an outcome.
func (v *housingRunView) list(t translate, all, shown []settledRow, info *housing.RunInfo, list string, at int, problem string) {
	v.List = choiceField{Name: "list", Label: t("housing.field.list"), Error: problem}
	for _, name := range runLists {
		v.List.Options = append(v.List.Options, option{name, t("housing.list." + name), name == list})
	}
	last := max(1, (len(shown)+housingPageSize-1)/housingPageSize)
	at = min(at, last)
	from, to := (at-1)*housingPageSize, min(at*housingPageSize, len(shown))
	v.Rows = bookTable{ID: "households", Title: t("housing.list.caption", t("housing.list."+list), number(int64(min(from+1, to))), number(int64(to)), number(int64(len(shown))))}
	v.Rows.Columns = columnsOf(t, "housing.column.household", "#", "housing.column.amount", "#", "housing.column.charge", "#", "housing.column.final", "#", "housing.column.paid", "housing.column.decided", "housing.column.claim")
	if list == "waiting" {
		v.Rows.Columns = columnsOf(t, "housing.column.household", "housing.column.form", "#", "housing.column.paid", "housing.column.decidedon")
	}
	for _, r := range shown[from:to] {
		v.Rows.Rows = append(v.Rows.Rows, t.settledRow(r, list == "waiting"))
	}
	if len(shown) < len(all) {
		v.Hidden = t("housing.list.hidden")
	}
	v.Paginator = paginate(t, at, last, func(n int) string { return link(housingRunHref(info.Name), "list", list, "page", strconv.Itoa(n)) })
}

func (t translate) settledRow(r settledRow, waiting bool) bookRow {
	if waiting {
		last := &r.k.Stretches[len(r.k.Stretches)-1]
		return bookRow{Head: bookCell{Text: r.k.ID, Href: householdHref(r.k.ID, r.k.Year)}, Cells: []bookCell{plainCell(t("housing.form." + last.Form.String())), {Text: r.k.Paid().Kronor()}, plainCell(dayText(decidedOn(r.k)))}}
	}
	s := r.s
	decided, claim := t("housing.by.program"), bookCell{Plain: true, Text: "–"}
	switch {
	case s.Manual != "":
		decided = t("housing.by.person", t.manual(s.Manual))
	case s.Outcome == housing.Claim:
		claim = bookCell{Plain: true, Text: s.Number, Href: claimHref(s.Number)}
	}
	return bookRow{Head: bookCell{Text: r.k.ID, Href: householdHref(r.k.ID, r.k.Year, "run", s.Run)}, Cells: []bookCell{{Text: s.Amount.Kronor()}, {Text: t.chargeText(s.Charge, s.ChargeUnknown)},
		{Text: s.Final.Ore().Kronor()}, {Text: s.Settlement.Paid.Kronor()}, plainCell(decided), claim}}
}

// decidedOn is the day of the last preliminary decision of the year.
func decidedOn(k *housing.Known) (d calendar.Date) {
	d = calendar.None
	for i := range k.Stretches {
		d = calendar.Later(d, k.Stretches[i].DecidedOn)
	}
	return d
}
