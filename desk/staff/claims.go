package staff

import (
	"cmp"
	"context"
	"encoding/csv"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"balans/law/calendar"
	"balans/law/identity"
	"balans/law/money"
	"balans/prevent/benefit"
	"balans/recover/claim"
	"balans/steer/indicator"
)

// pageSize is how many claims one page of a list shows.
const pageSize = 50

// listAsked is which claims are asked for, and how they are to be shown.
type listAsked struct {
	figure      indicator.Figure
	on          calendar.Date  // the date of a stock
	span        indicator.Span // the period of a flow
	known       known
	choice      indicator.Choice
	benefit     benefit.Code
	prefix      string // of the claim number
	sort, order string
	page        int           // from 1
	report      calendar.Date // the report the reader came from; None if none
}

func (c *call) listAsked(f *facts) listAsked {
	a := c.asked
	q := listAsked{known: f.knownNow(a.known()), choice: a.choice(), benefit: a.benefit(), prefix: a.get("id"), report: calendar.None}
	q.figure, _ = indicator.FigureByID(a.oneOf("figure", figureIDs("stock")...))
	last := lastMonthEnd(f.lastFact(), a.today(), q.known.at.Date())
	if q.figure.Sort == indicator.Stock {
		q.on = a.day("on", last)
	} else {
		q.span.To = a.day("to", last)
		q.span.From = a.day("from", q.span.To.FirstOfYear())
		if q.span.From > q.span.To && len(a.problems) == 0 {
			a.wrong("from", "error.order", a.text("field.from"), a.text("field.to"))
		}
	}
	q.sort = a.oneOf("sort", "id", "decided", "amount", "benefit")
	q.order = a.oneOf("order", "asc", "desc")
	q.page = 1
	if value := a.get("page"); value != "" {
		n, err := strconv.Atoi(value)
		if err != nil || n < 1 {
			a.wrong("page", "error.page", value)
		} else {
			q.page = n
		}
	}
	q.report = a.day("report", calendar.None)
	return q
}

// pairs are the list's parameters for an address, without the page.
func (q listAsked) pairs() []string {
	pairs := []string{"figure", q.figure.ID}
	if q.figure.Sort == indicator.Stock {
		pairs = append(pairs, "on", q.on.String())
	} else {
		pairs = append(pairs, "from", q.span.From.String(), "to", q.span.To.String())
	}
	pairs = append(pairs, "known_at", knownParam(q.known.at), "benefit", q.benefit.String(), "id", q.prefix)
	pairs = append(pairs, choicePairs(q.choice)...)
	if q.sort != "id" || q.order != "asc" {
		pairs = append(pairs, "sort", q.sort, "order", q.order)
	}
	return append(pairs, "report", q.report.String())
}

// set returns the pairs with some of them changed.
func set(pairs []string, changes ...string) []string {
	out := slices.Clone(pairs)
	for i := 0; i+1 < len(changes); i += 2 {
		at := -1
		for k := 0; k+1 < len(out); k += 2 {
			if out[k] == changes[i] {
				at = k
			}
		}
		if at < 0 {
			out = append(out, changes[i], changes[i+1])
		} else {
			out[at+1] = changes[i+1]
		}
	}
	return out
}

// list finds the claims, filtered and sorted, and their sum. The pages of a list are turned
// one after another, so it is kept.
func (q listAsked) list(ctx context.Context, f *facts) (entries []indicator.Hit, sum money.Amount, err error) {
	question := fmt.Sprint("claims ", q.figure.ID, q.on, q.span, q.choice, q.benefit, q.sort, q.order, " ", q.prefix)
	a, err := f.shown.get(ctx, f.shownKey(question, q.known), func(a *workAnswer) (err error) {
		a.entries, a.sum, err = q.find(f)
		return err
	})
	if err != nil {
		return nil, 0, err
	}
	return a.entries, a.sum, nil
}

func (q listAsked) find(f *facts) (entries []indicator.Hit, sum money.Amount, err error) {
	e, err := f.evaluator(q.choice)
	if err != nil {
		return nil, 0, err
	}
	var hits []indicator.Hit
	if q.figure.Sort == indicator.Stock {
		hits, err = e.ListStock(q.figure.ID, q.on, q.known.at)
	} else {
		hits, err = e.ListFlow(q.figure.ID, q.span, q.known.at)
	}
	if err != nil {
		return nil, 0, err
	}
	columns := e.Columns()
	entries = hits[:0]
	for _, h := range hits {
		if q.benefit.IsKnown() && columns.Benefit(h.Claim) != q.benefit || q.prefix != "" && !strings.HasPrefix(columns.ID(h.Claim), q.prefix) {
			continue
		}
		entries = append(entries, h)
		if sum, err = money.Add(sum, h.Amount); err != nil {
			return nil, 0, err
		}
	}
	return q.sortEntries(columns, entries), sum, nil
}

// sortEntries compares places among the numbers instead of the numbers themselves: a list may
// have some hundred thousand.
func (q listAsked) sortEntries(c *claim.Columns, entries []indicator.Hit) []indicator.Hit {
	if q.sort == "id" {
		return byNumber(c, entries, q.order == "desc")
	}
	place := make([]int32, c.Len())
	for at, i := range c.ByNumber() {
		place[i] = int32(at)
	}
	var by func(x, y *indicator.Hit) int
	switch q.sort {
	case "decided":
		by = func(x, y *indicator.Hit) int { return cmp.Compare(c.DecidedOn(x.Claim), c.DecidedOn(y.Claim)) }
	case "amount":
		by = func(x, y *indicator.Hit) int { return cmp.Compare(x.Amount, y.Amount) }
	case "benefit":
		by = func(x, y *indicator.Hit) int { return cmp.Compare(c.Benefit(x.Claim), c.Benefit(y.Claim)) }
	}
	sign := 1
	if q.order == "desc" {
		sign = -1
	}
	slices.SortFunc(entries, func(x, y indicator.Hit) int {
		if first := by(&x, &y); first != 0 {
			return sign * first
		}
		return cmp.Or(cmp.Compare(place[x.Claim], place[y.Claim]), cmp.Compare(x.On, y.On))
	})
	return entries
}

// byNumber puts entries in the order of the claims' numbers, those of a claim by day. Those of
// a claim stand together, as they are found.
func byNumber(c *claim.Columns, entries []indicator.Hit, backwards bool) []indicator.Hit {
	end := make([]int32, c.Len()) // where a claim's entries end; 0: it has none
	for k := range entries {
		end[entries[k].Claim] = int32(k + 1)
	}
	order, all := c.ByNumber(), make([]indicator.Hit, 0, len(entries))
	for n := range order {
		i := order[n]
		if backwards {
			i = order[len(order)-1-n]
		}
		to := int(end[i])
		from := to
		for from > 0 && entries[from-1].Claim == int(i) {
			from--
		}
		own := entries[from:to]
		if len(own) > 1 {
			slices.SortFunc(own, func(x, y indicator.Hit) int { return cmp.Compare(x.On, y.On) })
		}
		all = append(all, own...)
	}
	return all
}

type listView struct {
	page
	Benefit choiceField
	Prefix  field
	Hidden  []hidden

	Ready     bool
	Heading   string
	Lead      string
	Count     string
	Sum       string
	Filtered  bool
	Reset     string
	Flow      bool
	Headers   []sortHeader
	Rows      []listRow
	Range     string
	Paginator *paginator
	CSV       string
	Series    string
}

type sortHeader struct {
	Text, Href, Says string
	Sorted           string // ascending, descending or ""
	Numeric          bool
}

type listRow struct {
	ID, Href, Benefit, DecidedOn, Origin, Principal, Amount, On, Age string
}

// claims lists the claims behind a figure, or finds one claim by its number.
func (s *Server) claims(c *call) error {
	f, err := s.current(c.r.Context())
	if err != nil {
		return err
	}
	if id := c.asked.get("q"); id != "" {
		return s.searchClaim(c, f, id)
	}
	q := c.listAsked(f)
	status := http.StatusOK
	v := listView{Heading: c.text("claims.title")}
	if len(c.asked.problems) > 0 {
		status = http.StatusBadRequest
	} else if err := v.fill(c, f, q); err != nil {
		return err
	}
	v.page = s.page(c, v.Heading, "/claims")
	v.Deviations = c.text.deviations(q.choice)
	back := q.report
	if back == calendar.None {
		back = max(q.on, q.span.To)
	}
	v.Crumbs = []crumb{{link("/report", append([]string{"as_of", back.String(), "known_at", knownParam(q.known.at)}, choicePairs(q.choice)...)...), c.text("nav.report")},
		{"", v.Heading}}
	v.Benefit = c.asked.benefitField(q.benefit, benefit.All())
	v.Prefix = field{Name: "id", Label: c.text("field.id"), Help: c.text("help.id"), Type: "search", Value: q.prefix}
	for _, h := range pairwise(set(q.pairs(), "benefit", "", "id", "")) {
		if h.Value != "" {
			v.Hidden = append(v.Hidden, h)
		}
	}
	return c.render(status, "claims", v)
}

// searchClaim leads to the claim with the number, if there is one.
func (s *Server) searchClaim(c *call, f *facts, id string) error {
	if _, ok := f.columns.Find(id); !ok {
		if n, err := identity.ParseOn(id, s.now().Date()); err == nil && n.Kind() != identity.Organisation { // it is not to stay in the address, nor stand on a page
			c.redirect("/person")
			return nil
		}
		return &pageProblem{http.StatusNotFound, "failure.claim", id}
	}
	c.redirect("/claims/" + url.PathEscape(id))
	return nil
}

func (v *listView) fill(c *call, f *facts, q listAsked) error {
	entries, sum, err := q.list(c.r.Context(), f)
	if err != nil {
		return err
	}
	t := c.text
	v.Ready = true
	v.Flow = q.figure.Sort != indicator.Stock
	v.Heading = t.figure(q.figure)
	when := t("claims.on", t.longDay(q.on))
	if v.Flow {
		when = t("claims.span", t.longDay(q.span.From), t.longDay(q.span.To))
	}
	v.Lead = t("claims.lead", t.benefit(q.benefit), when, t.knownText(q.known))
	v.Count, v.Sum = number(int64(len(entries))), sum.String()
	v.Filtered = q.prefix != ""
	v.Reset = link("/claims", set(q.pairs(), "id", "")...)
	v.Headers = q.headers(t, v.Flow)
	last := max(1, (len(entries)+pageSize-1)/pageSize)
	at := min(q.page, last)
	from, to := (at-1)*pageSize, min(at*pageSize, len(entries))
	for _, e := range entries[from:to] {
		v.Rows = append(v.Rows, q.row(t, f.columns, e))
	}
	v.Range = t("claims.range", number(int64(min(from+1, to))), number(int64(to)), v.Count)
	v.Paginator = paginate(t, at, last, func(n int) string { return link("/claims", append(q.pairs(), "page", strconv.Itoa(n))...) })
	v.CSV = link("/claims.csv", q.pairs()...)
	v.Series = link("/series", append([]string{"figure", q.figure.ID, "benefit", q.benefit.String(), "known_at", knownParam(q.known.at)}, choicePairs(q.choice)...)...)
	return nil
}

func (q listAsked) headers(t translate, flow bool) []sortHeader {
	amount, on := "column.outstanding", "column.age"
	if flow {
		amount, on = "column.amount", "column.age"
	}
	headers := []sortHeader{{Text: "column.id", Href: "id"}, {Text: "field.benefit", Href: "benefit"}, {Text: "column.decided", Href: "decided"},
		{Text: "column.origin"}, {Text: "column.principal", Numeric: true}, {Text: amount, Href: "amount", Numeric: true}}
	if flow {
		headers = append(headers, sortHeader{Text: "column.on"})
	}
	headers = append(headers, sortHeader{Text: on, Numeric: true})
	for i := range headers {
		h := &headers[i]
		h.Text = t(h.Text)
		if h.Href == "" {
			continue
		}
		order := "asc"
		h.Says = t("sort.ascending")
		if h.Href == q.sort {
			h.Sorted = "ascending"
			if q.order == "desc" {
				h.Sorted = "descending"
			} else {
				order, h.Says = "desc", t("sort.descending")
			}
		}
		h.Href = link("/claims", set(q.pairs(), "sort", h.Href, "order", order)...)
	}
	return headers
}

func (q listAsked) row(t translate, c *claim.Columns, e indicator.Hit) listRow {
	decided, id := c.DecidedOn(e.Claim), c.ID(e.Claim)
	return listRow{
		ID: id, Href: q.openClaim(id, e.On), Benefit: t.benefit(c.Benefit(e.Claim)), DecidedOn: decided.String(),
		Origin: t("origin." + c.Origin(e.Claim).String()), Principal: c.Principal(e.Claim).String(), Amount: e.Amount.String(),
		On: e.On.String(), Age: number(int64(e.On - decided)),
	}
}

// openClaim is the claim's page as of the date of the list, with the way back.
func (q listAsked) openClaim(id string, on calendar.Date) string {
	back := strings.TrimPrefix(link("", q.pairs()...), "?")
	pairs := append([]string{"as_of", on.String(), "known_at", knownParam(q.known.at)}, choicePairs(q.choice)...)
	return link("/claims/"+url.PathEscape(id), append(pairs, "list", back)...)
}

// paginator leads to the other pages of a list.
type paginator struct {
	Previous, Next string
	Pages          []pageLink
}

type pageLink struct {
	Number, Href, Says string
	Current, Gap       bool
}

// paginate shows the first and the last page and those around the current one.
func paginate(t translate, at, last int, href func(int) string) *paginator {
	if last <= 1 {
		return nil
	}
	p := &paginator{}
	if at > 1 {
		p.Previous = href(at - 1)
	}
	if at < last {
		p.Next = href(at + 1)
	}
	shown := 0
	for n := 1; n <= last; n++ {
		if n != 1 && n != last && (n < at-1 || n > at+1) {
			continue
		}
		if n != shown+1 {
			p.Pages = append(p.Pages, pageLink{Gap: true})
		}
		shown = n
		p.Pages = append(p.Pages, pageLink{Number: number(int64(n)), Href: href(n), Says: t("page.number"), Current: n == at})
	}
	return p
}

// claimsCSV sends the whole list as a file; like the page it holds no identity
// numbers.
func (s *Server) claimsCSV(c *call) error {
	f, err := s.current(c.r.Context())
	if err != nil {
		return err
	}
	q := c.listAsked(f)
	if len(c.asked.problems) > 0 {
		return problemPage(http.StatusBadRequest, "failure.question")
	}
	entries, _, err := q.list(c.r.Context(), f)
	if err != nil {
		return err
	}
	on := q.on
	if q.figure.Sort != indicator.Stock {
		on = q.span.To
	}
	c.attach("text/csv; charset=utf-8", "balans-krav-"+q.figure.ID+"-"+on.String()+".csv")
	out := csv.NewWriter(c.w)
	_ = out.Write([]string{"claim_id", "benefit", "decided_on", "origin", "authority", "principal_ore", "on", "amount_ore", "age_days"})
	for _, e := range entries {
		i := e.Claim
		decided := f.columns.DecidedOn(i)
		if err := out.Write([]string{f.columns.ID(i), f.columns.Benefit(i).String(), decided.String(), f.columns.Origin(i).String(), f.columns.Authority(i).String(),
			strconv.FormatInt(int64(f.columns.Principal(i)), 10), e.On.String(), strconv.FormatInt(int64(e.Amount), 10), strconv.Itoa(int(e.On - decided))}); err != nil {
			return nil // the reader has gone
		}
	}
	out.Flush()
	return nil
}
