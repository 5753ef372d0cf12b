package staff

import (
	"cmp"
	"context"
	"net/http"
	"slices"
	"strings"

	"balans/access"
	"balans/law/calendar"
	"balans/law/identity"
	"balans/prevent/control"
	"balans/prevent/notice"
	"balans/prevent/payout"
	"balans/prevent/register"
)

// personSorts is the sorts of what is known of a person, in the order they are offered.
var personSorts = []string{"fact", "payout", "finding", "judgement", "notice", "case", "claim"}

type personView struct {
	page
	Number  field
	Ready   bool
	Heading string
	Lead    string
	Sort    choiceField
	Hidden  []hidden
	Ruler   *chartView
	Rows    []lifeRow
	Reading string
	Whole   *wholeView
}

// lifeRow is something known of a person, with both its days: when it was true and when
// it became known.
type lifeRow struct {
	Day, Until, Sort, What, Sub, Source, Known, Mark string
	Days                                             int
	Href                                             string
	Past                                             bool // replaced, withdrawn or cancelled
	sort                                             string
	from, to                                         calendar.Date
}

// personForm asks whose facts are to be shown. The number is sent in the form, so that it
// stands in no address and no log of addresses.
func (s *Server) personForm(c *call) error {
	return s.showPerson(c, http.StatusOK, nil)
}

// person shows everything known of a person by day. The reading log comes first.
func (s *Server) person(c *call) error {
	if err := c.r.ParseForm(); err != nil {
		return problemPage(http.StatusBadRequest, "failure.form")
	}
	c.asked = &asked{values: c.r.PostForm, text: c.text, now: c.asked.now}
	n, err := s.controlsNow(c.r.Context())
	if err != nil {
		return err
	}
	defer n.release()
	party, err := s.partyAsked(c, n)
	if err != nil {
		return err
	}
	kind := c.asked.get("kind")
	if !slices.Contains(personSorts, kind) {
		kind = "all"
	}
	if len(c.asked.problems) > 0 {
		return s.showPerson(c, http.StatusBadRequest, nil)
	}
	if err := s.mayReadPerson(c, n, party); err != nil {
		return err
	}
	if err := s.logPerson(c, party, "person"); err != nil {
		return err
	}
	p, err := register.OfParty(c.r.Context(), s.journal, party, c.asked.now)
	if err != nil {
		return err
	}
	rows, err := s.lifeOf(c, n, p)
	if err != nil {
		return err
	}
	v := &personView{Ready: true, Heading: c.text("person.of", party.Separated()), Lead: c.text("person.lead", number(int64(len(rows))), c.text.longDay(n.on)),
		Reading: c.text("person.reading", c.user.Name, c.text(c.user.Role)), Hidden: []hidden{{"number", party.String()}}}
	v.fill(c.text, rows, kind)
	if v.Whole, err = s.wholeOf(c, n, party, rows); err != nil {
		return err
	}
	if v.Whole.Name != "" {
		v.Heading = c.text("person.name", v.Whole.Name, party.Separated())
	}
	return s.showPerson(c, http.StatusOK, v)
}

// mayReadPerson asks whether a person who was named by number is for who asks. The person is
// known when anything is: a fact in a register, a payout, a finding, a notice or a claim. n is
// what the caller has read of controls and registers; nil has it read here.
func (s *Server) mayReadPerson(c *call, n *controlling, party identity.Number) error {
	if n == nil {
		read, err := s.controlsNow(c.r.Context())
		if err != nil {
			return err
		}
		defer read.release()
		n = read
	}
	p, err := s.personsOf(c.r.Context(), n)
	if err != nil {
		return err
	}
	known, err := s.isKnown(c.r.Context(), n, party)
	if err != nil {
		return err
	}
	if known {
		p.known = append(p.known, party)
	}
	return s.mayReadOf(c, access.Matter{Party: party}, p)
}

func (s *Server) isKnown(ctx context.Context, n *controlling, party identity.Number) (bool, error) {
	if len(n.book.Of(party)) > 0 {
		return true, nil
	}
	f, err := s.current(ctx)
	if err != nil {
		return false, err
	}
	debts, err := s.debtsNow(f)
	if err != nil || len(debts.Of(party)) > 0 {
		return err == nil, err
	}
	payouts, err := payout.Of(ctx, s.journal, party, payout.AsOf{Day: n.on})
	if err != nil || len(payouts) > 0 {
		return err == nil, err
	}
	terms, err := notice.ReadTerms(ctx, s.journal, s.now())
	if err != nil {
		return false, err
	}
	notices, err := notice.Of(ctx, s.journal, party, n.on, s.now(), terms)
	if err != nil || len(notices) > 0 {
		return err == nil, err
	}
	return s.hasHousehold(ctx, party)
}

// partyAsked is whose facts are asked for: by number, or by one of the findings.
func (s *Server) partyAsked(c *call, n *controlling) (identity.Number, error) {
	a := c.asked
	if a.get("number") == "" && a.get("run") != "" {
		f, err := s.findingFor(c, n, c.findingAsked())
		if err != nil {
			return identity.None, err
		}
		return f.Line.Party, nil
	}
	if x := n.inquiries.Find(a.get("case")); x != nil && a.get("number") == "" {
		return x.Party, nil
	}
	value := a.get("number")
	party, err := identity.ParseOn(value, n.on)
	switch {
	case value == "":
		a.wrong("number", "error.said.missing", a.text("field.number"))
	case err != nil:
		a.wrong("number", "error.number", a.text("field.number"))
	}
	return party, nil
}

func (s *Server) showPerson(c *call, status int, v *personView) error {
	if v == nil {
		v = &personView{}
	}
	a := c.asked
	v.Number = field{Name: "number", Label: a.text("field.number"), Help: a.text("help.number"), Type: "text", Value: a.values.Get("number"), Error: a.problem("number")}
	if c.r.Method == http.MethodGet {
		v.Number.Value = "" // a number in an address is not taken over
	}
	v.page = s.page(c, c.text("person.title"), "/person")
	return c.render(status, "person", v)
}

func (v *personView) fill(t translate, rows []lifeRow, kind string) {
	v.Ruler = rulerOf(t, rows)
	v.Sort = choiceField{Name: "kind", Label: t("field.kind"), Options: []option{{"all", t("person.all"), kind == "all"}}}
	for _, k := range personSorts {
		count := 0
		for i := range rows {
			if rows[i].sort == k {
				count++
			}
		}
		v.Sort.Options = append(v.Sort.Options, option{k, t("person.count", t("person.sort."+k), count), kind == k})
	}
	for i := range rows {
		if kind == "all" || rows[i].sort == kind {
			v.Rows = append(v.Rows, rows[i])
		}
	}
}

// lifeOf gathers everything known of a person, the latest day first.
func (s *Server) lifeOf(c *call, n *controlling, p *register.Person) ([]lifeRow, error) {
	ctx, t := c.r.Context(), c.text
	rows := factLife(t, n, p)
	entries, err := payout.Of(ctx, s.journal, p.Party, payout.AsOf{Day: n.on})
	if err != nil {
		return nil, err
	}
	for _, e := range entries {
		rows = append(rows, payoutLife(t, e))
	}
	staff, err := s.accessBook(ctx)
	if err != nil {
		return nil, err
	}
	name := func(id string) string {
		return t.actor(id, func(id string) string { return nameIn(staff, id, c.asked.now) })
	}
	rows = append(rows, findingLife(t, n, p.Party, name)...)
	for _, x := range n.inquiries.Of(p.Party) {
		rows = append(rows, lifeRow{sort: "case", from: x.Opened, to: x.Opened, What: t("person.case", t.benefit(x.Benefit), t.category(x.Category)), Sub: t.kronor(x.Wrong), Source: x.ID, Known: x.Opened.String(), Mark: name(x.By), Href: caseHref(x)})
	}
	notices, err := s.noticeLife(ctx, c, n, p.Party)
	if err != nil {
		return nil, err
	}
	rows = append(rows, notices...)
	claims, err := s.claimLife(ctx, t, p.Party)
	if err != nil {
		return nil, err
	}
	return finishLife(t, append(rows, claims...)), nil
}

// finishLife puts rows in order and joins days that say the same, such as absence day by
// day.
func finishLife(t translate, rows []lifeRow) []lifeRow {
	same := func(x, y *lifeRow) bool {
		return x.sort == "fact" && x.sort == y.sort && y.from == y.to && x.What == y.What && x.Sub == y.Sub && x.Source == y.Source && x.Known == y.Known && x.Mark == y.Mark
	}
	slices.SortStableFunc(rows, func(x, y lifeRow) int {
		return cmp.Or(strings.Compare(x.sort, y.sort), strings.Compare(x.What, y.What), strings.Compare(x.Source, y.Source), strings.Compare(x.Known, y.Known), strings.Compare(x.Mark, y.Mark), cmp.Compare(x.from, y.from))
	})
	var joined []lifeRow
	for _, r := range rows {
		if last := len(joined) - 1; last >= 0 && same(&joined[last], &r) && r.from == joined[last].to+1 {
			joined[last].to = r.to
			continue
		}
		joined = append(joined, r)
	}
	slices.SortStableFunc(joined, func(x, y lifeRow) int { return cmp.Or(cmp.Compare(y.from, x.from), strings.Compare(y.Known, x.Known)) })
	for i := range joined {
		r := &joined[i]
		r.Day, r.Sort = r.from.String(), t("person.sort."+r.sort)
		switch {
		case r.to == calendar.None:
			r.Until = t("person.open")
		case r.to != r.from:
			r.Until = r.to.String()
		}
	}
	return joined
}

// factLife is every version of every fact, those that no longer count too.
func factLife(t translate, n *controlling, p *register.Person) (rows []lifeRow) {
	for _, kind := range register.Kinds() {
		for _, x := range p.History(kind) {
			r := lifeRow{sort: "fact", from: x.From, to: x.To, What: t("person.kind." + kind.String()), Sub: factText(t, n, &x.Fact), Source: x.Source, Known: x.Known.Date().String(), Mark: t("person.version." + x.State.String())}
			if r.from == calendar.None {
				r.from, r.to = x.Period, x.Period.EndOfMonth()
			}
			if r.Past = x.State != register.Counts; x.Until != 0 {
				r.Mark += " " + x.Until.Date().String()
			}
			rows = append(rows, r)
		}
	}
	return rows
}

// factText is what a fact says. Numbers of others are shown without their last digits, and
// not at all where their identity is protected.
func factText(t translate, n *controlling, f *register.Fact) string {
	var parts []string
	add := func(s string) {
		if s != "" {
			parts = append(parts, s)
		}
	}
	if f.Status != "" {
		add(t.factStatus(f.Status))
	}
	switch other, err := identity.Parse(f.Other); {
	case err != nil:
		add(f.Other)
	case n.register.Of(other).Protected(n.on):
		add(t("failure.protected.title"))
	default:
		add(other.Masked())
	}
	if f.Employer != identity.None {
		add(t("person.employer", f.Employer.Masked()))
	}
	if f.Amount != 0 {
		add(t.kronor(f.Amount))
	}
	if f.Extent != 0 {
		add(percentText(int64(f.Extent)))
	}
	if f.Hours != 0 {
		add(t("person.hours", hundredthsText(f.Hours)))
	}
	add(f.Text)
	return strings.Join(parts, ", ")
}

// factStatus is the status of a fact in words, where they are known.
func (t translate) factStatus(status string) string {
	if _, ok := texts["person.status."+status]; ok {
		return t("person.status." + status)
	}
	return status
}

func hundredthsText(n int32) string { return strings.TrimSuffix(percentText(int64(n)), "\u00a0%") }

func payoutLife(t translate, e *payout.Entry) lifeRow {
	r := lifeRow{sort: "payout", from: e.From, to: e.To, What: t.benefit(e.Benefit), Sub: t("person.payout", t.kronor(e.Gross), e.PayOn), Source: e.ID,
		Known: e.Planned().At.Date().String(), Mark: t("finding.payout."+e.State.String(), e.Since)}
	if r.Past = e.State == payout.Cancelled; r.Past && e.End.Instead != "" {
		r.Mark += ", " + t("person.instead", e.End.Instead)
	}
	return r
}

// findingLife is the findings of a person, and what was said of them.
func findingLife(t translate, n *controlling, party identity.Number, name func(string) string) (rows []lifeRow) {
	for _, f := range n.book.Of(party) {
		e := &f.Evaluation
		href := link("/finding", "run", f.Run, "payout", f.Line.ID, "control", e.Rule)
		rows = append(rows, lifeRow{sort: "finding", from: f.On, to: f.On, What: t.ruleName(e.Rule), Sub: t.words(e.Says()), Source: f.Run + ", " + f.Line.ID, Known: f.On.String(), Mark: t.findingIs(f.State(n.on)), Href: href})
		judged := slices.Clone(f.Earlier)
		if f.Judged != nil {
			judged = append(judged, *f.Judged)
		}
		for i := range judged {
			d := &judged[i]
			r := lifeRow{sort: "judgement", from: d.On, to: d.On, What: t("finding.verdict." + string(d.Verdict)), Sub: d.Reason, Source: f.Run + ", " + f.Line.ID, Known: d.At.Date().String(), Mark: name(d.By), Href: href, Past: i+1 < len(judged)}
			if d.Verdict == control.Confirmed {
				r.What += ", " + t.kronor(d.Amount)
			}
			rows = append(rows, r)
		}
	}
	return rows
}

// noticeLife is what the person reported.
func (s *Server) noticeLife(ctx context.Context, c *call, n *controlling, party identity.Number) (rows []lifeRow, err error) {
	terms, err := notice.ReadTerms(ctx, s.journal, c.asked.now)
	if err != nil {
		return nil, err
	}
	all, err := notice.Of(ctx, s.journal, party, n.on, c.asked.now, terms)
	if err != nil {
		return nil, err
	}
	l := notice.Language(c.lang)
	for _, x := range all {
		of, _ := notice.CircumstanceOf(x.Stated.Circumstance)
		r := lifeRow{sort: "notice", from: x.Stated.TrueFrom, to: x.Stated.TrueFrom, What: of.Name(l), Source: x.ID, Known: x.ReceivedOn.String(), Mark: x.State.Text(l), Href: link("/notice", "id", x.ID)}
		if r.from == calendar.None {
			r.from, r.to = x.ReceivedOn, x.ReceivedOn
		}
		rows = append(rows, r)
	}
	return rows, nil
}

// claimLife is the claims against the person.
func (s *Server) claimLife(ctx context.Context, t translate, party identity.Number) (rows []lifeRow, err error) {
	f, err := s.current(ctx)
	if err != nil {
		return nil, err
	}
	debts, err := s.debtsNow(f)
	if err != nil {
		return nil, err
	}
	for _, i := range debts.Of(party) {
		id, on := f.columns.ID(i), f.columns.DecidedOn(i)
		rows = append(rows, lifeRow{sort: "claim", from: on, to: on, What: t.benefit(f.columns.Benefit(i)), Sub: t.kronor(f.columns.Principal(i)), Source: id, Known: "–", Mark: t("column.decided"), Href: claimHref(id)})
	}
	return rows, nil
}
