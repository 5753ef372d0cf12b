package staff

import (
	"context"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"balans/law/calendar"
	"balans/law/identity"
	"balans/prevent/benefit"
	"balans/prevent/notice"
)

// noticeCache is the book of notices as it was last read.
type noticeCache struct {
	level[*notice.Book]
	last *notice.Book
}

// noticesNow returns every notice that stands in the journal; only what has changed since
// the last time is read.
func (s *Server) noticesNow(ctx context.Context) (*notice.Book, error) {
	return s.notices.get(ctx, func() (*notice.Book, error) {
		book, err := s.notices.last, error(nil)
		if book == nil {
			book, err = notice.Read(s.ctx, s.journal)
		} else {
			book, err = book.Level(s.ctx, s.journal)
		}
		if err != nil {
			return nil, err
		}
		s.notices.last = book
		return book, nil
	})
}

// noticeLists is the lists of the page and what is on each, in the order they are offered.
var noticeLists = []struct {
	name, key, note string // note: of those among the figures
	filter          notice.Filter
}{
	{"open", "notices.list.open", "notices.list.open.note", notice.Filter{States: []notice.State{notice.ToPlace, notice.Waiting, notice.UnderWay}}},
	{"to-place", "notices.list.place", "notices.list.place.note", notice.Filter{States: []notice.State{notice.ToPlace}}},
	{"late", "notices.list.late", "notices.list.late.note", notice.Filter{Late: true}},
	{"answered", "notices.list.answered", "", notice.Filter{States: []notice.State{notice.Answered}}},
	{"ended", "notices.list.ended", "", notice.Filter{States: []notice.State{notice.Withdrawn, notice.Closed}}},
	{"all", "notices.list.all", "", notice.Filter{}},
}

// noticesAsked is which notices are asked for.
type noticesAsked struct {
	on           calendar.Date
	known        known
	list         int // place in noticeLists
	circumstance string
	benefit      benefit.Code
	received     calendar.Period // of the figures
	page         int
}

func (c *call) noticesAsked() noticesAsked {
	a := c.asked
	q := noticesAsked{known: a.known(), circumstance: a.get("circumstance"), benefit: a.benefit(), page: 1}
	q.on = a.day("on", min(a.today(), q.known.at.Date()))
	names := make([]string, len(noticeLists))
	for i, l := range noticeLists {
		names[i] = l.name
	}
	q.list = slices.Index(names, a.oneOf("list", names...))
	if _, ok := notice.CircumstanceOf(q.circumstance); !ok && q.circumstance != "" {
		a.wrong("circumstance", "error.option", a.text("field.circumstance"), q.circumstance)
	}
	q.received = calendar.Period{From: a.day("from", q.on.FirstOfYear()), To: a.day("to", q.on)}
	if q.received.IsEmpty() {
		a.wrong("from", "error.order", a.text("field.from"), a.text("field.to"))
	}
	if value := a.get("page"); value != "" {
		n, err := strconv.Atoi(value)
		if err != nil || n < 1 {
			a.wrong("page", "error.page", value)
		} else {
			q.page = n
		}
	}
	return q
}

// dates are the day and the knowledge as an address carries them.
func (q noticesAsked) dates() []string {
	pairs := []string{"on", q.on.String()}
	if !q.known.now {
		pairs = append(pairs, "known_at", knownParam(q.known.at))
	}
	return pairs
}

// pairs is all that is asked for, as an address carries it, with another list.
func (q noticesAsked) pairs(list string) []string {
	if list == "open" {
		list = ""
	}
	pairs := append([]string{"list", list, "circumstance", q.circumstance, "benefit", q.benefit.String()}, q.dates()...)
	return append(pairs, "from", q.received.From.String(), "to", q.received.To.String())
}

type noticesView struct {
	page
	On, Known, From, To         field
	List, Circumstance, Benefit choiceField
	Ready                       bool
	Lead, Heading, Count, Range string
	Figures                     []assignmentFigure
	Rows                        []noticeRow
	Paginator                   *paginator
	FollowLead                  string
	Follow, ByBenefit           []followRow
	Ages                        []factRow
	Withdrawn                   string

	hidden func(identity.Number) bool // whose identity is protected today
}

// noticeRow is a notice on the list: nothing of it tells who the person is.
type noticeRow struct {
	ID, Href, Circumstance, Received, Age, State, Badge string // Href is "" when it is not shown
	Parts                                               []noticePartRow
	Hidden                                              bool // the identity is protected
}

type noticePartRow struct {
	Benefit, Text string
	Late          bool
}

// followRow is the figures of a circumstance or a benefit.
type followRow struct {
	Name                                                         string
	Notices, Reached, Open, First, Last, BeforePay, InGoal, Late string
}

// notices shows the list of notices and the figures on them. It names no person.
func (s *Server) noticesPage(c *call) error {
	book, err := s.noticesNow(c.r.Context())
	if err != nil {
		return err
	}
	n, err := s.controlsNow(c.r.Context()) // for what the population register tells
	if err != nil {
		return err
	}
	defer n.release()
	q := c.noticesAsked()
	v := noticesView{hidden: func(party identity.Number) bool { return !c.handlesProtected() && n.register.Protected(party, n.on) }}
	status := http.StatusOK
	if len(c.asked.problems) > 0 {
		status = http.StatusBadRequest
	} else {
		terms, err := notice.ReadTerms(c.r.Context(), s.journal, q.known.at)
		if err != nil {
			return err
		}
		v.fill(c, q, book.Notices(q.on, q.known.at, terms))
	}
	v.page = s.page(c, c.text("notices.title"), "/notices")
	v.fields(c, q)
	return c.render(status, "notices", v)
}

func (v *noticesView) fields(c *call, q noticesAsked) {
	a, l := c.asked, notice.Language(c.lang)
	v.On, v.Known = a.dayField("on", q.on.String()), a.knownField(q.known)
	v.On.Help = a.text("help.worklist.on")
	v.From, v.To = a.dayField("from", q.received.From.String()), a.dayField("to", q.received.To.String())
	v.From.Help, v.To.Help = a.text("help.notices.from"), a.text("help.notices.to")
	v.List = choiceField{Name: "list", Label: a.text("field.list"), Error: a.problem("list")}
	for i, of := range noticeLists {
		v.List.Options = append(v.List.Options, option{of.name, c.text(of.key), i == q.list})
	}
	v.Circumstance = choiceField{Name: "circumstance", Label: a.text("field.circumstance"), Error: a.problem("circumstance"),
		Options: []option{{"", a.text("notices.circumstance.all"), q.circumstance == ""}}}
	for _, x := range notice.Circumstances() {
		v.Circumstance.Options = append(v.Circumstance.Options, option{x.Code, x.Name(l), x.Code == q.circumstance})
	}
	v.Benefit = a.benefitField(q.benefit, reachedBenefits)
}

// reachedBenefits is the benefits that some circumstance reaches, in the catalogue's order.
var reachedBenefits = func() []benefit.Code {
	var all []benefit.Code
	for _, b := range benefit.All() {
		if slices.ContainsFunc(notice.Circumstances(), func(x notice.Circumstance) bool {
			e, ok := notice.EffectOn(x.Code, b)
			return ok && e.Action != notice.None
		}) {
			all = append(all, b)
		}
	}
	return all
}()

func (v *noticesView) fill(c *call, q noticesAsked, all []*notice.Notice) {
	t, l := c.text, notice.Language(c.lang)
	v.Ready = true
	v.Lead = t("notices.lead", t.longDay(q.on), t.knownText(q.known))
	of := noticeLists[q.list]
	filter := of.filter
	filter.Circumstance, filter.Benefit = q.circumstance, q.benefit
	shown := all
	if q.circumstance != "" || q.benefit.IsKnown() { // that it is on the list would tell what it is about
		shown = slices.DeleteFunc(slices.Clone(all), func(n *notice.Notice) bool { return v.hidden(n.Party) })
	}
	chosen := filter.Of(shown)
	v.Heading, v.Count = t(of.key), number(int64(len(chosen)))
	last := max(1, (len(chosen)+pageSize-1)/pageSize)
	at := min(q.page, last)
	from, to := (at-1)*pageSize, min(at*pageSize, len(chosen))
	for _, n := range chosen[from:to] {
		if v.hidden(n.Party) {
			v.Rows = append(v.Rows, hiddenRow(t, l, n))
			continue
		}
		v.Rows = append(v.Rows, q.row(t, l, n))
	}
	v.Range = t("claims.range", number(int64(min(from+1, to))), number(int64(to)), v.Count)
	v.Paginator = paginate(t, at, last, func(n int) string {
		return link("/notices", append(q.pairs(of.name), "page", strconv.Itoa(n))...)
	})
	f := notice.FollowUp(all, q.received, q.on)
	v.figures(t, q, shown, f)
	v.follow(t, l, f)
}

// figures is what stands out: three lists and a share.
func (v *noticesView) figures(t translate, q noticesAsked, all []*notice.Notice, f notice.Follow) {
	for _, of := range noticeLists {
		if of.note == "" {
			continue
		}
		filter := of.filter
		filter.Circumstance, filter.Benefit = q.circumstance, q.benefit
		n := len(filter.Of(all))
		figure := assignmentFigure{Label: t(of.key), Note: t(of.note), Count: cellView{Text: number(int64(n))}}
		if n > 0 {
			figure.Count.Href, figure.Count.Says = link("/notices", q.pairs(of.name)...), t("notices.says", figure.Label)
		}
		v.Figures = append(v.Figures, figure)
	}
	v.Figures = append(v.Figures, assignmentFigure{Label: t("notices.beforepay"), Note: t("notices.beforepay.note"),
		Count: cellView{Text: shareText(t, f.All.BeforePay, f.All.PayKnown)}})
}

func (q noticesAsked) row(t translate, l notice.Language, n *notice.Notice) noticeRow {
	x, _ := notice.CircumstanceOf(n.Stated.Circumstance)
	r := noticeRow{ID: n.ID, Href: link("/notice", append([]string{"id", n.ID}, q.dates()...)...), Circumstance: x.Name(l), Received: n.ReceivedOn.String(),
		Age: number(int64(n.Age())), State: n.State.Text(l), Badge: noticeBadges[n.State]}
	for _, p := range n.Parts {
		if p.Lifted == calendar.None {
			text, late := partText(t, l, n, p)
			r.Parts = append(r.Parts, noticePartRow{Benefit: t.benefit(p.Benefit), Text: text, Late: late})
		}
	}
	return r
}

// hiddenRow is a notice of someone whose identity is protected: that there is one, and how
// long it has waited, and nothing of what it is about.
func hiddenRow(t translate, l notice.Language, n *notice.Notice) noticeRow {
	return noticeRow{ID: t("findings.protected"), Circumstance: t("findings.protected.unit"), Received: n.ReceivedOn.String(), Age: number(int64(n.Age())),
		State: n.State.Text(l), Badge: noticeBadges[n.State], Hidden: true}
}

// noticeBadges is how a state looks.
var noticeBadges = map[notice.State]string{notice.ToPlace: "error", notice.Waiting: "warning", notice.UnderWay: "info",
	notice.Answered: "success", notice.Withdrawn: "default", notice.Closed: "default"}

// partText is where a benefit stands, in a few words.
func partText(t translate, l notice.Language, n *notice.Notice, p *notice.Part) (text string, late bool) {
	days := p.Late(n.On)
	switch {
	case p.Answer != nil:
		return t("notice.part.answered", p.Answer.Outcome.Text(l), p.Answer.On.String()), false
	case days > 0 && n.State.IsOpen():
		return t("notice.part.late", days), true
	case !n.State.IsOpen():
		return t("notice.part.unanswered"), false
	case p.Taken != nil:
		return t("notice.part.taken", p.Taken.On.String()), false
	case p.AnswerBy == calendar.None:
		return t("notice.part.waiting"), false
	}
	return t("notice.part.by", p.AnswerBy.String()), false
}

// follow is the figures of the period, by circumstance and by benefit.
func (v *noticesView) follow(t translate, l notice.Language, f notice.Follow) {
	v.FollowLead = t("notices.follow.lead", t.longDay(f.From), t.longDay(f.To))
	for _, r := range f.By {
		x, _ := notice.CircumstanceOf(r.Code)
		v.Follow = append(v.Follow, followOf(t, x.Name(l), r))
	}
	if len(f.By) > 0 {
		v.Follow = append(v.Follow, followOf(t, t("notices.all"), f.All))
	}
	for _, r := range f.ByBenefit {
		v.ByBenefit = append(v.ByBenefit, followOf(t, t.benefitNamed(r.Code), r))
	}
	for _, b := range f.Ages {
		name := t("notices.age.more", b.From)
		if b.To >= 0 {
			name = t("notices.age", b.From, b.To)
		}
		v.Ages = append(v.Ages, factRow{Name: name, Text: number(int64(b.Open))})
	}
	if f.Withdrawn > 0 {
		v.Withdrawn = t("notices.withdrawn", f.Withdrawn)
	}
}

func followOf(t translate, name string, r notice.Row) followRow {
	days := func(s notice.Spread) string {
		if s.Count == 0 {
			return "–"
		}
		return strconv.Itoa(s.Median) + " / " + strconv.Itoa(s.P90)
	}
	return followRow{Name: name, Notices: number(int64(r.Notices)), Reached: number(int64(r.Reached)), Open: number(int64(r.Open)),
		First: days(r.FirstAction), Last: days(r.LastAnswer), BeforePay: shareText(t, r.BeforePay, r.PayKnown), InGoal: shareText(t, r.InGoal, r.GoalKnown),
		Late: shareText(t, r.Late, r.DutyKnown)}
}

// shareText is how many of how many, and a dash where there is nothing to count.
func shareText(t translate, part, whole int) string {
	if whole == 0 {
		return "–"
	}
	return t("notices.share", number(int64(part)), number(int64(whole)))
}

// lawText is paragraphs as they stand in the table, with commas between them.
func lawText(law []string) string { return strings.Join(law, ", ") }
