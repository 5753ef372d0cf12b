package staff

import (
	"cmp"
	"net/http"
	"slices"
	"strconv"

	"balans/law/calendar"
	"balans/law/money"
	"balans/prevent/control"
)

// findingsAsked is which findings are asked for. The yield's figures lead here with all of
// it; a reader mostly chooses state, run and control.
type findingsAsked struct {
	state     control.FindingState // "": all
	run, rule string
	plan      string
	stage     control.Stage // 0: all
	made      calendar.Period
	on        calendar.Date
	most      bool // most kronor first, not the oldest
	page      int
	today     calendar.Date
	handles   bool // who asks handles persons whose identity is protected
}

// hides reports whether nothing may be told of a finding but that there is one.
func (q findingsAsked) hides(n *controlling, f *control.Finding) bool {
	return !q.handles && n.isProtected(f)
}

// found is a finding on the list, with where it stands.
type found struct {
	*control.Finding
	state control.FindingState
}

func (c *call) findingsAsked(n *controlling) findingsAsked {
	a := c.asked
	q := findingsAsked{run: a.get("run"), rule: a.get("control"), plan: a.get("plan"), page: 1, today: n.on, handles: c.handlesProtected(),
		made: calendar.Period{From: calendar.None, To: calendar.None}}
	states := []string{string(control.Open), string(control.IsConfirmed), string(control.IsRefuted), string(control.Expired), "all"}
	if q.state = control.FindingState(a.oneOf("state", states...)); q.state == "all" {
		q.state = ""
	}
	if q.run != "" && n.book.Run(q.run) == nil {
		a.wrong("run", "error.option", a.text("field.run"), q.run)
	}
	if q.rule != "" && !slices.Contains(rulesMade(n.book), q.rule) {
		a.wrong("control", "error.option", a.text("field.control"), q.rule)
	}
	if value := a.get("stage"); value != "" {
		var ok bool
		if q.stage, ok = control.ParseStage(value); !ok {
			a.wrong("state", "error.option", a.text("field.stage"), value)
		}
	}
	q.on = a.day("on", n.on)
	q.made = calendar.Period{From: a.day("from", calendar.None), To: a.day("to", calendar.None)}
	q.most = a.oneOf("order", "oldest", "most") == "most"
	if value := a.get("page"); value != "" {
		at, err := strconv.Atoi(value)
		if err != nil || at < 1 {
			a.wrong("state", "error.page", value)
		} else {
			q.page = at
		}
	}
	return q
}

// rulesMade is the controls that some run has made, in the order of their first run.
func rulesMade(b *control.Book) (ids []string) {
	for _, r := range b.Runs() {
		for i := range r.Tallies {
			if id := r.Tallies[i].Rule; !slices.Contains(ids, id) {
				ids = append(ids, id)
			}
		}
	}
	return ids
}

// pairs is what is asked for as an address carries it, but for the state and the page.
func (q findingsAsked) pairs(state string) []string {
	order, on := "", ""
	if q.most {
		order = "most"
	}
	if q.on != q.today {
		on = q.on.String()
	}
	return []string{"state", state, "run", q.run, "control", q.rule, "order", order, "stage", q.stage.String(), "plan", q.plan,
		"from", dayText(q.made.From), "to", dayText(q.made.To), "on", on}
}

// stateName is the state as an address carries it.
func (q findingsAsked) stateName() string {
	return cmp.Or(string(q.state), "all")
}

// takes reports whether the findings of a run are asked for.
func (q findingsAsked) takes(r *control.Run) bool {
	return (q.run == "" || r.ID == q.run) && (q.plan == "" || r.PlanID == q.plan) && (q.stage == 0 || r.Stage == q.stage) &&
		(q.made.From == calendar.None || r.On >= q.made.From) && (q.made.To == calendar.None || r.On <= q.made.To) && r.On <= q.on
}

// all is every finding that is asked for, of all states.
func (q findingsAsked) all(b *control.Book) (list []found) {
	for _, r := range b.Runs() {
		if !q.takes(r) {
			continue
		}
		for _, f := range r.Findings {
			if q.rule == "" || f.Evaluation.Rule == q.rule {
				list = append(list, found{f, f.State(q.on)})
			}
		}
	}
	slices.SortStableFunc(list, func(x, y found) int {
		byAmount := cmp.Compare(y.Evaluation.AtStake, x.Evaluation.AtStake)
		byDay := cmp.Compare(x.On, y.On)
		if q.most {
			return cmp.Or(byAmount, byDay)
		}
		return cmp.Or(byDay, byAmount)
	})
	return list
}

func inState(list []found, s control.FindingState) (chosen []found) {
	for _, f := range list {
		if s == "" || f.state == s {
			chosen = append(chosen, f)
		}
	}
	return chosen
}

func atStake(list []found) (sum money.Amount) {
	for _, f := range list {
		sum += f.Evaluation.AtStake
	}
	return sum
}

type findingsView struct {
	page
	State, Run, Control, Order choiceField
	Hidden                     []hidden
	Ready                      bool
	Lead, Range                string
	Count, Sum                 string
	Narrowed, Reset            string
	Figures                    []assignmentFigure
	Rows                       []findingRow
	Paginator                  *paginator
	CSV                        string
	Empty                      string
	First                      string // the first to judge
}

// findingRow is a finding on the list: nothing of it tells who the person is.
type findingRow struct {
	ID, Href, Run, Control, Stage, Outcome, Says string
	AtStake, On, Last, State, Badge              string
	Soon                                         bool // the last day is near or past
}

// findings shows what there is to judge. It names no person.
func (s *Server) findings(c *call) error {
	n, err := s.controlsNow(c.r.Context())
	if err != nil {
		return err
	}
	defer n.release()
	q := c.findingsAsked(n)
	v, status := findingsView{}, http.StatusOK
	if len(c.asked.problems) > 0 {
		status = http.StatusBadRequest
	} else {
		v.fill(c.text, q, n)
	}
	v.page = s.page(c, c.text("findings.title"), "/findings")
	v.fields(c.asked, q, n)
	return c.render(status, "findings", v)
}

func (v *findingsView) fields(a *asked, q findingsAsked, n *controlling) {
	t := a.text
	v.State = choiceField{Name: "state", Label: t("field.state"), Error: a.problem("state")}
	for _, s := range findingStates {
		v.State.Options = append(v.State.Options, option{string(s), t.findingState(s), q.state == s})
	}
	v.State.Options = append(v.State.Options, option{"all", t("findings.all"), q.state == ""})
	v.Run = choiceField{Name: "run", Label: t("field.run"), Error: a.problem("run"), Options: []option{{"", t("findings.runs.all"), q.run == ""}}}
	for _, r := range slices.Backward(n.book.Runs()) {
		v.Run.Options = append(v.Run.Options, option{r.ID, r.ID, q.run == r.ID})
	}
	v.Control = choiceField{Name: "control", Label: t("field.control"), Error: a.problem("control"), Options: []option{{"", t("findings.controls.all"), q.rule == ""}}}
	for _, id := range rulesMade(n.book) {
		v.Control.Options = append(v.Control.Options, option{id, t.ruleName(id), q.rule == id})
	}
	v.Order = choiceField{Name: "order", Label: t("field.order"), Error: a.problem("order"),
		Options: []option{{"oldest", t("findings.oldest"), !q.most}, {"most", t("findings.most"), q.most}}}
	for _, h := range pairwise([]string{"stage", q.stage.String(), "plan", q.plan, "from", dayText(q.made.From), "to", dayText(q.made.To)}) {
		if h.Value != "" {
			v.Hidden = append(v.Hidden, h)
		}
	}
}

func (v *findingsView) fill(t translate, q findingsAsked, n *controlling) {
	v.Ready = true
	all := q.all(n.book)
	chosen := inState(all, q.state)
	v.Lead = t("findings.lead", t.longDay(q.on))
	v.Count, v.Sum = number(int64(len(chosen))), atStake(chosen).Kronor()
	if q.stage != 0 || q.plan != "" || q.made.From != calendar.None || q.made.To != calendar.None {
		v.Narrowed = t("findings.narrowed", q.narrowed(t))
		v.Reset = link("/findings", "state", q.stateName(), "run", q.run, "control", q.rule)
	}
	for _, s := range findingStates {
		of := inState(all, s)
		f := assignmentFigure{Label: t.findingState(s), Note: t("findings.stake", atStake(of).Kronor()), Count: cellView{Text: number(int64(len(of)))}}
		if len(of) > 0 {
			f.Count.Href, f.Count.Says = link("/findings", q.pairs(string(s))...), t("findings.says", f.Label)
		}
		v.Figures = append(v.Figures, f)
	}
	last := max(1, (len(chosen)+pageSize-1)/pageSize)
	at := min(q.page, last)
	from, to := (at-1)*pageSize, min(at*pageSize, len(chosen))
	for _, f := range chosen[from:to] {
		v.Rows = append(v.Rows, q.row(t, n, f))
	}
	v.Range = t("claims.range", number(int64(min(from+1, to))), number(int64(to)), v.Count)
	v.Paginator = paginate(t, at, last, func(p int) string {
		return link("/findings", append(q.pairs(q.stateName()), "page", strconv.Itoa(p))...)
	})
	v.CSV = link("/findings.csv", q.pairs(q.stateName())...)
	v.Empty = t("findings.empty")
	if q.state == control.Open || q.state == control.Expired {
		if next := q.next(n, nil); next != nil {
			v.First = q.open(next.Finding)
		}
	}
}

// narrowed is what the list is held to beside what can be chosen, in words.
func (q findingsAsked) narrowed(t translate) string {
	words := ""
	add := func(s string) {
		if words != "" {
			words += ", "
		}
		words += s
	}
	if q.plan != "" {
		add(q.plan)
	}
	if q.stage != 0 {
		add(t.stage(q.stage))
	}
	if q.made.From != calendar.None || q.made.To != calendar.None {
		add(t("findings.made", t.openEnd(q.made.From), t.openEnd(q.made.To)))
	}
	return words
}

// open is the address of a finding, with what the list was held to.
func (q findingsAsked) open(f *control.Finding) string {
	order, state := "", ""
	if q.most {
		order = "most"
	}
	if q.state == control.Expired {
		state = string(q.state)
	}
	return link("/finding", "run", f.Run, "payout", f.Line.ID, "control", f.Evaluation.Rule, "of_run", q.run, "of_control", q.rule, "of_state", state, "order", order)
}

func (q findingsAsked) row(t translate, n *controlling, f found) findingRow {
	e := &f.Evaluation
	r := findingRow{ID: f.Line.ID, Run: f.Run, Control: t.ruleName(e.Rule), Stage: t.stage(f.Stage), On: f.On.String(),
		State: t.findingIs(f.state), Badge: findingBadges[f.state]}
	if q.hides(n, f.Finding) {
		r.ID, r.Outcome, r.AtStake = t("findings.protected"), t("findings.protected.unit"), "–"
		return r
	}
	r.Href, r.Outcome, r.Says, r.AtStake = q.open(f.Finding), t.outcome(e.Outcome), t.words(e.Says()), e.AtStake.Kronor()
	if last := f.Last(); last != calendar.None && f.state == control.Open {
		r.Last, r.Soon = last.String(), last < q.on.AddDays(nearDays)
	}
	return r
}

// nearDays is how near a last day is for the list to mark it.
const nearDays = 7

// next is the first finding of the list, in the state it is held to, that can be judged
// after one, or from the start when there is none after it; nil when there is no other.
func (q findingsAsked) next(n *controlling, after *control.Finding) *found {
	var first *found
	passed := after == nil
	for _, f := range q.all(n.book) {
		if f.Finding == after {
			passed = true
			continue
		}
		if f.state != q.state || q.hides(n, f.Finding) {
			continue
		}
		if passed {
			return &f
		}
		if first == nil {
			first = &f
		}
	}
	return first
}

// findingsCSV sends the whole list; like the page it names no person.
func (s *Server) findingsCSV(c *call) error {
	n, err := s.controlsNow(c.r.Context())
	if err != nil {
		return err
	}
	defer n.release()
	q := c.findingsAsked(n)
	if len(c.asked.problems) > 0 {
		return problemPage(http.StatusBadRequest, "failure.question")
	}
	t := sheetTable{names: []string{"run", "payout", "control", "version", "stage", "benefit", "outcome", "state", "on", "last_day", "at_stake_ore", "confirmed_ore", "reason"}}
	for _, f := range inState(q.all(n.book), q.state) {
		e, confirmed := &f.Evaluation, money.Amount(0)
		if q.hides(n, f.Finding) {
			t.rows = append(t.rows, []any{f.Run, "", e.Rule, e.Version, f.Stage, "", "", f.state, f.On, "", money.Amount(0), money.Amount(0), ""})
			continue
		}
		if d := f.JudgedBy(q.on); d != nil {
			confirmed = d.Amount
		}
		t.rows = append(t.rows, []any{f.Run, f.Line.ID, e.Rule, e.Version, f.Stage, f.Line.Benefit, e.Outcome, f.state, f.On, dayText(f.Last()), e.AtStake, confirmed, c.text.words(e.Says())})
	}
	return c.sendTable(&t, downloads[0], "balans-uppgifter-"+q.stateName()+"-"+q.on.String())
}
