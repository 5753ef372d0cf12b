package staff

import (
	"errors"
	"net/http"
	"sync"

	"balans/access"
	"balans/law/identity"
	"balans/prevent/notice"
	"balans/recover/search"
)

// findPersons is the permission to search for persons.
const findPersons = access.Search

// mostHits is how many persons an answer shows. Each is a reading of a person, and who gets
// more than that has asked for too little.
const mostHits = 20

// searchFields are what a search was sent in: the page's own field, or the one at the top of
// every page.
var searchFields = []string{"find", "q"}

type searchView struct {
	page
	Find    field
	Ready   bool
	Heading string
	People  []hitRow
	Others  []hitRow
	More    string // there are more than are shown
	Reading string
}

// hitRow is something found.
type hitRow struct {
	Sort, Name, Number, Sub, Href string
	Form                          []hidden // opens the person
	Near                          string   // how the name differs from what was written
}

// searchForm asks what is looked for. What stands in the address is not searched for, and does
// not stay there: it may be a number.
func (s *Server) searchForm(c *call) error {
	for _, name := range searchFields {
		if c.asked.values.Has(name) {
			c.redirect("/search")
			return nil
		}
	}
	return s.showSearch(c, http.StatusOK, &searchView{})
}

// search looks for a person or a claim. A hit list with names tells who is known here, and
// how many claims they have, so each person in it is a reading: it is written in the log
// before the list is shown, and the list is short.
func (s *Server) search(c *call) error {
	if err := c.r.ParseForm(); err != nil {
		return problemPage(http.StatusBadRequest, "failure.form")
	}
	c.asked = &asked{values: c.r.PostForm, text: c.text, now: c.asked.now}
	text := ""
	for _, name := range searchFields {
		if text == "" {
			text = c.r.PostForm.Get(name)
		}
	}
	q, bad := search.Parse(text, c.asked.today())
	if bad != nil && !errors.Is(bad, search.ErrNumber) {
		c.asked.wrong("find", searchProblems[bad])
		return s.showSearch(c, http.StatusBadRequest, &searchView{})
	}
	n, err := s.controlsNow(c.r.Context())
	if err != nil {
		return err
	}
	defer n.release()
	f, err := s.finderNow(c, n)
	if err != nil {
		return err
	}
	v := &searchView{Ready: true}
	claims := claimHits(c.text, f, q)
	if len(claims) == 1 && q.Number == identity.None {
		c.redirect(claims[0].Href)
		return nil
	}
	if bad != nil && len(claims) == 0 {
		c.asked.wrong("find", searchProblems[bad])
		return s.showSearch(c, http.StatusBadRequest, &searchView{})
	}
	v.Others = claims
	if err := s.findOthers(c, f, q, v); err != nil {
		return err
	}
	if err := s.findPeople(c, f, q, v); err != nil {
		return err
	}
	v.Heading = c.text("search.none")
	if found := len(v.People) + len(v.Others); found > 0 {
		v.Heading = c.text("search.found", number(int64(found)))
	}
	v.Reading = c.text("search.reading", c.user.Name, c.text(c.user.Role))
	return s.showSearch(c, http.StatusOK, v)
}

// searchProblems are the texts of what cannot be searched for.
var searchProblems = map[error]string{search.ErrEmpty: "search.problem.empty", search.ErrLong: "search.problem.long", search.ErrText: "search.problem.text",
	search.ErrShort: "search.problem.short", search.ErrNumber: "search.problem.number"}

// showSearch answers with the page. What was written is kept in the field, which is in no
// address; the field at the top of the page stays empty.
func (s *Server) showSearch(c *call, status int, v *searchView) error {
	a := c.asked
	v.Find = field{Name: "find", Label: a.text("search.field"), Help: a.text("search.help"), Type: "search", Error: a.problem("find")}
	if c.r.Method != http.MethodGet {
		for _, name := range searchFields {
			if v.Find.Value == "" {
				v.Find.Value = a.values.Get(name)
			}
		}
	}
	v.page = s.page(c, c.text("search.title"), "/search")
	v.page.Search = ""
	return c.render(status, "search", v)
}

// claimHits is the claims that may be meant. Of a claim whose person may not be shown there
// is nothing to tell it from one that is not there.
func claimHits(t translate, f *finder, q search.Question) (hits []hitRow) {
	columns := f.facts.columns
	for _, id := range q.Claims {
		i, ok := columns.Find(id)
		if !ok {
			continue
		}
		if f.mayShowClaim(i) {
			hits = append(hits, hitRow{Sort: t("search.sort.claim"), Name: columns.ID(i), Href: claimHref(columns.ID(i)),
				Sub: t.benefit(columns.Benefit(i)) + ", " + t("search.decided", columns.DecidedOn(i))})
		}
	}
	return hits
}

// findOthers looks among cases, notices and letters, whose numbers tell nothing of a person.
func (s *Server) findOthers(c *call, f *finder, q search.Question, v *searchView) error {
	if len(q.Claims) == 0 {
		return nil
	}
	id := q.Claims[0] // as it was written
	v.Others = append(v.Others, caseHits(c.text, f, id)...)
	if c.user.mayUse(readNotice) {
		switch party, err := notice.Find(c.r.Context(), s.journal, id); {
		case err == nil && f.mayShow(party):
			v.Others = append(v.Others, hitRow{Sort: c.text("search.sort.notice"), Name: id, Href: link("/notice", "id", id)})
		case err != nil && !errors.Is(err, notice.ErrUnknown):
			return err
		}
	}
	if len(v.Others) == 0 && q.Number == identity.None && c.user.mayUse(readLetters) { // it goes through lists
		hit, party, err := s.findLetter(c.r.Context(), c.text, id)
		if err != nil {
			return err
		}
		if party != identity.None && f.mayShow(party) {
			v.Others = append(v.Others, hit)
		}
	}
	return nil
}

// findPeople looks for persons by number and by name, and writes the readings. A search for a
// number is written whether or not there is anything to show of it, so that neither the log
// nor the time it takes tells an unknown number from a hidden one.
func (s *Server) findPeople(c *call, f *finder, q search.Question, v *searchView) error {
	read := map[identity.Number]bool{}
	var hits []search.Hit
	more := false
	if q.Number != identity.None {
		read[q.Number] = true
		if f.mayShow(q.Number) {
			hits = append(hits, search.Hit{Named: search.Named{Number: q.Number, Name: f.n.register.Of(q.Number).Name(f.n.on)}})
		}
	} else {
		hits, more = f.people.Find(q.Words, mostHits, f.mayShow)
	}
	for _, h := range hits {
		read[h.Number] = true
	}
	if err := s.logSearch(c, read); err != nil {
		return err
	}
	for _, h := range hits {
		v.People = append(v.People, f.personHit(c.text, h))
	}
	if more {
		v.More = c.text("search.more", mostHits)
	}
	return nil
}

// personHit is a person as a hit: the name, and the number without its last digits.
func (f *finder) personHit(t translate, h search.Hit) hitRow {
	open, all := f.open(h.Number)
	row := hitRow{Sort: t("search.sort.person"), Name: h.Name, Number: h.Number.Masked(), Form: []hidden{{"number", h.Number.String()}},
		Sub: t("search.claims", number(int64(all)), number(int64(open)))}
	if row.Name == "" {
		row.Name = t("search.noname")
	}
	if h.Near == search.Loose {
		row.Near = t("search.loose")
	}
	return row
}

// logSearch writes in the reading log of each person that they were searched for. The lines
// are written at once, and share commits.
func (s *Server) logSearch(c *call, read map[identity.Number]bool) error {
	errs := make(chan error, len(read))
	var wg sync.WaitGroup
	for party := range read {
		wg.Go(func() {
			errs <- access.LogReading(c.r.Context(), s.journal, access.Reading{Party: party, Actor: c.user.ID, Cause: c.route.audit, Purpose: c.user.Purpose, Claim: "search"})
		})
	}
	wg.Wait()
	close(errs)
	for err := range errs {
		if err != nil {
			s.log.Error("the reading log", "route", c.route.pattern, "error", err)
			return problemPage(http.StatusServiceUnavailable, "failure.reading")
		}
	}
	return nil
}
