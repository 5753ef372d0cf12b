package staff

import (
	"net/http"
	"slices"
	"strconv"
	"strings"

	"balans/access"
	"balans/law/calendar"
	"balans/prevent/benefit"
	"balans/recover/task"
	"balans/recover/worklist"
)

// whose is which tasks are asked for by who has them.
var whose = []string{"free", "taken", "all"}

// tasksAsked is which tasks are asked for. All of it stands in the address.
type tasksAsked struct {
	who     string
	sort    task.Sort // 0: all
	tier    task.Tier // 0: all
	benefit benefit.Code
	page    int
}

func (a *asked) tasksAsked() tasksAsked {
	q := tasksAsked{who: a.oneOf("who", whose...), benefit: a.benefit(), page: 1}
	for _, x := range task.Sorts() {
		if a.get("sort") == x.String() {
			q.sort = x
		}
	}
	for _, x := range task.Tiers() {
		if a.get("tier") == x.String() {
			q.tier = x
		}
	}
	if value := a.get("sort"); value != "" && q.sort == 0 {
		a.wrong("sort", "error.option", a.text("field.tasksort"), value)
	}
	if value := a.get("tier"); value != "" && q.tier == 0 {
		a.wrong("tier", "error.option", a.text("field.tier"), value)
	}
	a.mayTogether(q)
	if value := a.get("page"); value != "" {
		n, err := strconv.Atoi(value)
		if err != nil || n < 1 || n > mostTaskPages {
			a.wrong("who", "error.page", value)
		} else {
			q.page = n
		}
	}
	return q
}

// mayTogether holds what is asked for against the ban on searches: a benefit that tells more of
// a person than health selects no tasks, whatever it stands together with.
func (a *asked) mayTogether(q tasksAsked) {
	conditions := []access.Condition{{Field: "officer", Values: []string{q.who}}, {Field: "list", Values: []string{q.sort.String(), q.tier.String()}}}
	if q.benefit.IsKnown() {
		conditions = append(conditions, access.Condition{Field: "benefit", Values: []string{q.benefit.String()}})
	}
	if may := access.Together(access.Selecting{Purpose: access.Planning, Persons: true, Conditions: conditions}); !may.OK {
		a.wrong("benefit", "tasks.problem.together", may.Why.Text(access.Language(a.text("language"))))
	}
}

// mostTaskPages bounds how far the list can be turned: who wants to look further down asks
// for fewer.
const mostTaskPages = 200

func (q tasksAsked) pairs() []string {
	who := q.who
	if who == whose[0] {
		who = ""
	}
	return []string{"who", who, "sort", q.sort.String(), "tier", q.tier.String(), "benefit", q.benefit.String()}
}

type tasksView struct {
	page
	Who, Sort, Tier, Benefit choiceField
	Done, Conflict           string
	Mine                     []taskRow
	Next                     []hidden
	MayTake                  bool
	Ready                    bool
	Lead                     string
	Tiers                    []tierRow
	Rows                     []taskRow
	From                     int
	Previous, More           string
	TakeTo                   string // where a task of the list is taken: the address keeps what the list was asked for
}

// tierRow is how many tasks are of a tier.
type tierRow struct {
	Name, About, Href, Says, Count string
	Current                        bool
}

// taskRow is a task on the list: nothing of it tells who the person is.
type taskRow struct {
	ID, Key, Title, Href string
	About                string // of one that is gone: what it was about
	Tier, Why, Law       string
	More                 []string
	Benefit, Amount      string
	Who, Until, From     string
	Gone                 bool // there is nothing to do about it any more
	MayTake              bool
	Take                 []hidden
	Hand                 *handForm
}

// handForm is the form that gives a task to a colleague.
type handForm struct {
	To          choiceField
	Why         field
	ToID, WhyID string
	Hidden      []hidden
	Open        bool // it was sent, and came back
}

// tasksPage shows what is to be done, in order, and who has taken it.
func (s *Server) tasksPage(c *call) error { return s.showTasks(c, http.StatusOK, nil) }

// showTasks answers with the page. refused is a change that was not made, and why.
func (s *Server) showTasks(c *call, status int, refused *refusedChange) error {
	n, err := s.controlsNow(c.r.Context())
	if err != nil {
		return err
	}
	defer n.release()
	q := c.asked.tasksAsked()
	v := &tasksView{}
	w, err := s.tasksNow(c, n)
	if err != nil {
		return err
	}
	if refused != nil {
		v.Conflict = refused.text
	} else if len(c.asked.problems) > 0 {
		status = http.StatusBadRequest
	}
	if err := v.mine(c, w, refused); err != nil {
		return err
	}
	if len(c.asked.problems) == 0 || refused != nil {
		v.fill(c, w, q)
	}
	v.page = s.page(c, c.text("tasks.title"), "/tasks")
	v.fields(c, q)
	if done := c.asked.get("done"); refused == nil && slices.Contains(taskDone, done) {
		v.Done = c.text("tasks.done." + done)
	}
	return c.render(status, "tasks", v)
}

// taskDone is what a page can say was done.
var taskDone = []string{"taken", "released", "handed", "none"}

// mine is what the user has taken.
func (v *tasksView) mine(c *call, w *tasking, refused *refusedChange) error {
	holds := w.book.Of(c.user.ID, w.today)
	v.Next = []hidden{{"key", newKey(nil, "")}}
	for _, f := range taskFunctions {
		v.MayTake = v.MayTake || c.user.mayUse(f)
	}
	for i, h := range holds {
		t, err := w.find(h.Key)
		if err != nil {
			return err
		}
		row := taskRow{ID: "mine-" + strconv.Itoa(i+1), Gone: true, Title: c.text("tasks.gone"), About: c.text.taskKey(h.Key), Until: h.Until.String()}
		if t != nil {
			row = w.row(c.text, t)
			row.ID, row.Until = "mine-"+strconv.Itoa(i+1), h.Until.String()
		}
		if h.From != "" {
			row.From = c.text("tasks.from", nameIn(w.staff, h.From, w.now), h.Why)
		}
		row.Take = []hidden{{"task", h.Key}, {"key", newKey(nil, "")}}
		if t != nil {
			row.Hand = w.handForm(c, t, row.ID, refused)
		}
		v.Mine = append(v.Mine, row)
	}
	return nil
}

// fill is the tiers and the list.
func (v *tasksView) fill(c *call, w *tasking, q tasksAsked) {
	t := c.text
	v.TakeTo = link("/tasks/take", q.pairs()...)
	v.Ready, v.Lead = true, t("tasks.lead", t.longDay(w.query.On))
	v.tiers(t, w, q)
	passed, from := 0, (q.page-1)*pageSize
	for x := range w.all(q.sort, q.tier) {
		if q.tier != 0 && x.Tier > q.tier {
			break
		}
		if !w.matches(q, x) {
			continue
		}
		passed++
		if passed <= from {
			continue
		}
		if len(v.Rows) == pageSize {
			v.More = link("/tasks", append(q.pairs(), "page", strconv.Itoa(q.page+1))...)
			break
		}
		row := w.row(t, x)
		row.ID = "task-" + strconv.Itoa(passed)
		if row.MayTake = row.Who == "" && w.mayDo(x); row.MayTake {
			row.Take = []hidden{{"task", row.Key}, {"key", newKey(nil, "")}}
		}
		v.Rows = append(v.Rows, row)
	}
	v.From = from + 1
	if q.page > 1 {
		v.Previous = link("/tasks", append(q.pairs(), "page", strconv.Itoa(q.page-1))...)
	}
}

// matches reports whether a task is one of those asked for.
func (w *tasking) matches(q tasksAsked, x *task.Task) bool {
	switch {
	case q.sort != 0 && x.Sort != q.sort, q.tier != 0 && x.Tier != q.tier, q.benefit.IsKnown() && x.Benefit != q.benefit:
		return false
	}
	held := w.book.Hold(x.Key(), w.today) != nil
	return (q.who == "all" || held == (q.who == "taken")) && w.mayBeSeen(x)
}

// tiers counts what there is, whoever may do it. It tells of no person.
func (v *tasksView) tiers(t translate, w *tasking, q tasksAsked) {
	var counts [task.Rest + 1]int
	for i := range w.claims {
		counts[w.claims[i].Tier]++
	}
	for i := range w.others {
		counts[w.others[i].Tier]++
	}
	for _, tier := range task.Tiers() {
		name := t("tasks.tier." + tier.String())
		r := tierRow{Name: name, About: t("tasks.about." + tier.String()), Count: number(int64(counts[tier])), Current: tier == q.tier}
		if counts[tier] > 0 {
			to := q
			to.tier, to.page = tier, 1
			r.Href, r.Says = link("/tasks", to.pairs()...), t("tasks.says", name)
		}
		v.Tiers = append(v.Tiers, r)
	}
}

// row is a task in words.
func (w *tasking) row(t translate, x *task.Task) taskRow {
	name := x.ID
	if x.Sort == task.Finding {
		name = x.Finding[1] + ", " + t.ruleName(x.Finding[2]) + " (" + x.Finding[0] + ")"
	}
	r := taskRow{Key: x.Key(), Title: t("tasks.sort."+x.Sort.String()) + " " + name, Href: w.hrefOf(x), Tier: t("tasks.tier." + x.Tier.String()), Why: t.taskWhy(x, w.dayOf(x)),
		Benefit: "–", Amount: "–"}
	if x.Benefit.IsKnown() {
		r.Benefit = t.benefit(x.Benefit)
	}
	if x.Amount != 0 {
		r.Amount = kronor(x.Amount)
	}
	if x.Law != "" {
		r.Law = x.Law.Citation()
	}
	for _, reason := range x.More {
		r.More = append(r.More, t.taskReason(reason))
	}
	if h := w.book.Hold(r.Key, w.today); h != nil {
		r.Who, r.Until = nameIn(w.staff, h.Who, w.now), h.Until.String()
	}
	return r
}

// taskKey is what a task was about, by its key.
func (t translate) taskKey(key string) string {
	sort, id, _ := strings.Cut(key, "/")
	return t("tasks.sort."+sort) + " " + id
}

// taskReason is a reason in words: of a claim the work list it is on.
func (t translate) taskReason(reason string) string {
	if l, ok := worklist.ByID(reason); ok {
		return t.either(l.Title[0], l.Title[1])
	}
	return t("tasks.reason." + reason)
}

// taskWhy says why a task stands where it stands.
func (t translate) taskWhy(x *task.Task, on calendar.Date) string {
	reason := t.taskReason(x.Why)
	switch {
	case x.Sort == task.Claim && x.Tier == task.Promised && x.Since != calendar.None && x.Since <= on:
		l, _ := worklist.ByID(x.Why)
		return t("tasks.why.counted", reason, number(int64(on-x.Since)), t("worklist.since."+l.Since))
	case x.Day != calendar.None && x.Day < on:
		return t("tasks.why.passed", reason, x.Day, number(int64(on-x.Day)))
	case x.Day != calendar.None:
		return t("tasks.why.left", reason, x.Day, number(int64(x.Day-on)))
	case x.Tier == task.Collecting:
		return t("tasks.why.score", reason, x.Score)
	case x.Since != calendar.None && x.Since <= on && x.Sort == task.Claim:
		l, _ := worklist.ByID(x.Why)
		return t("tasks.why.counted", reason, number(int64(on-x.Since)), t("worklist.since."+l.Since))
	case x.Since != calendar.None && x.Since <= on:
		return t("tasks.why.since", reason, number(int64(on-x.Since)))
	}
	return reason
}

func (v *tasksView) fields(c *call, q tasksAsked) {
	a, t := c.asked, c.text
	v.Who = choiceField{Name: "who", Label: t("field.who"), Error: a.problem("who")}
	for _, x := range whose {
		v.Who.Options = append(v.Who.Options, option{x, t("tasks.who." + x), x == q.who})
	}
	v.Sort = choiceField{Name: "sort", Label: t("field.tasksort"), Error: a.problem("sort"), Options: []option{{"", t("tasks.sort.all"), q.sort == 0}}}
	for _, x := range task.Sorts() {
		v.Sort.Options = append(v.Sort.Options, option{x.String(), t("tasks.sort." + x.String()), x == q.sort})
	}
	v.Tier = choiceField{Name: "tier", Label: t("field.tier"), Error: a.problem("tier"), Options: []option{{"", t("tasks.tier.all"), q.tier == 0}}}
	for _, x := range task.Tiers() {
		v.Tier.Options = append(v.Tier.Options, option{x.String(), t("tasks.tier." + x.String()), x == q.tier})
	}
	v.Benefit = a.benefitField(q.benefit, benefit.All())
}
