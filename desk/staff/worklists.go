package staff

import (
	"net/http"

	"balans/law/calendar"
	"balans/law/money"
	"balans/recover/claim"
	"balans/recover/night"
	"balans/recover/worklist"
)

// workAsked is the day whose work is asked for, and whose knowledge it rests on.
type workAsked struct {
	on    calendar.Date
	known known
}

// workAsked reads the day: today where none is given, but in a demo, whose facts
// have an end, not after the last of them.
func (s *Server) workAsked(c *call, f *facts) workAsked {
	a := c.asked
	q := workAsked{known: f.knownNow(a.known())}
	day := min(a.today(), q.known.at.Date())
	if s.demo {
		day = min(day, f.lastFact())
	}
	q.on = a.day("on", day)
	return q
}

func (q workAsked) query() worklist.Query {
	return worklist.Query{On: q.on, KnownAt: q.known.at}
}

func (q workAsked) pairs() []string {
	return []string{"on", q.on.String(), "known_at", knownParam(q.known.at)}
}

type worklistsView struct {
	page
	On, Known field

	Ready bool
	Lead  string
	Ahead bool
	Rows  []worklistRow
	Files []downloadLink
	Night []namedText
	Loose looseView
}

// namedText is a name and what stands beside it.
type namedText struct{ Name, Text string }

// worklistRow is one list with its counts.
type worklistRow struct {
	Title, Href, Law string
	Claims           cellView
	Owed, Oldest     string
	Ages             []cellView
}

// looseView is the money that is on no claim.
type looseView struct {
	Count, Sum string
	Rows       []looseRow
	More       string // what is not shown
}

type looseRow struct{ Payment, Since, Days, Rest string }

// worklists shows every list with how much there is on it.
func (s *Server) worklists(c *call) error {
	f, err := s.current(c.r.Context())
	if err != nil {
		return err
	}
	q := s.workAsked(c, f)
	status := http.StatusOK
	v := worklistsView{}
	if len(c.asked.problems) > 0 {
		status = http.StatusBadRequest
	} else if err := v.fill(c, f, q); err != nil {
		return err
	}
	if v.Ready {
		last, err := night.Last(c.r.Context(), s.journal)
		if err != nil {
			return err
		}
		v.Night = nightFacts(c.text, last)
	}
	v.page = s.page(c, c.text("worklists.title"), "/worklists")
	v.On, v.Known = c.workFields(q)
	return c.render(status, "worklists", v)
}

func (c *call) workFields(q workAsked) (on, known field) {
	on = c.asked.dayField("on", q.on.String())
	on.Help = c.text("help.worklist.on")
	return on, c.asked.knownField(q.known)
}

func (v *worklistsView) fill(c *call, f *facts, q workAsked) error {
	counts, err := f.workCounts(c.r.Context(), q.query())
	if err != nil {
		return err
	}
	t := c.text
	v.Ready, v.Ahead = true, q.on > q.known.at.Date()
	v.Lead = t("worklists.lead", t.longDay(q.on), t.knownText(q.known))
	for i := range counts {
		v.Rows = append(v.Rows, q.row(t, &counts[i]))
	}
	for _, d := range worklistFiles {
		v.Files = append(v.Files, downloadLink{link("/worklists."+d.ending, q.pairs()...), d.label})
	}
	v.Loose = looseMoney(t, f.columns.Loose(), c.asked.today())
	return nil
}

func (q workAsked) row(t translate, n *worklist.Count) worklistRow {
	l := n.List
	title := t.either(l.Title[0], l.Title[1])
	at := append([]string{"list", l.ID}, q.pairs()...)
	r := worklistRow{Title: title, Href: link("/worklist", at...), Owed: kronor(n.Owed), Oldest: "–"}
	if l.Law != "" {
		r.Law = l.Law.Citation()
	}
	if n.Oldest != calendar.None {
		r.Oldest = n.Oldest.String()
	}
	r.Claims = cellView{Text: number(int64(n.Claims)), Href: r.Href, Says: t("worklists.says", title)}
	if n.Claims == 0 {
		r.Claims.Href, r.Claims.Says = "", ""
	}
	for i, claims := range n.ByAge {
		cell := cellView{Text: number(int64(claims))}
		if claims > 0 {
			cell.Href = link("/worklist", append(at, "age", ageNames[i])...)
			cell.Says = t("worklists.says", title+", "+t("worklist.age."+ageNames[i]))
		}
		r.Ages = append(r.Ages, cell)
	}
	return r
}

// ageNames are the groups of worklist.Ages in addresses and texts.
var ageNames = [len(worklist.Ages) + 1]string{"month", "quarter", "year", "older"}

// kronor is the amount in whole kronor.
func kronor(a money.Amount) string { return a.RoundTo(money.Krona, money.HalfUp).Kronor() }

// nightFacts tells the last nightly run; none when there has been no run.
func nightFacts(t translate, m *night.Mark) []namedText {
	if m == nil {
		return nil
	}
	return []namedText{
		{t("night.on"), t.longDay(m.On)},
		{t("night.known"), t.longDay(m.KnownAt.Date()) + " " + clock(m.KnownAt)},
		{t("night.rows"), number(m.Rows)},
	}
}

// shownLoose is how many payments stand on the page, the oldest first.
const shownLoose = 20

func looseMoney(t translate, all []claim.Loose, today calendar.Date) looseView {
	v := looseView{Count: number(int64(len(all)))}
	sum := money.Amount(0)
	for i, l := range all {
		sum += l.Rest
		if i < shownLoose {
			v.Rows = append(v.Rows, looseRow{l.Payment, l.Since.String(), number(int64(today - l.Since)), l.Rest.String()})
		}
	}
	v.Sum = sum.String()
	if more := len(all) - len(v.Rows); more > 0 {
		v.More = t("loose.more", number(int64(more)))
	}
	return v
}
