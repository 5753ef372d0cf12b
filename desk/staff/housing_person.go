package staff

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"balans/law/identity"
	"balans/prevent/housing"
	"balans/recover/claim"
	"balans/recover/letter"
)

// housingOf is a person's households and those where the person is the spouse.
func (s *Server) housingOf(ctx context.Context, party identity.Number) ([]*housing.Known, []housing.Concern, error) {
	events, err := s.journal.LoadParty(ctx, int64(party))
	if err != nil {
		return nil, nil, err
	}
	return housing.OfParty(party, events)
}

// householdOfClaim leads from a claim of a settlement to its household's year; "" for others.
func (s *Server) householdOfClaim(c *call, cf *claimFile) (string, error) {
	d := &cf.decision
	if d.Origin != claim.Settlement || !strings.HasPrefix(d.ID, "A") || claim.TypeOf(d) != claim.HousingSettlement || !c.user.mayUse(readHousing) {
		return "", nil
	}
	own, _, err := s.housingOf(c.r.Context(), d.Party())
	if err != nil {
		return "", err
	}
	for _, k := range own {
		for i := range k.Settled {
			if k.Settled[i].Number == d.ID {
				return householdHref(k.ID, k.Year, "run", k.Settled[i].Run), nil
			}
		}
	}
	return "", nil
}

// spouseIn is the spouse of the household that a letter of a settlement is about: the letter
// tells of both incomes.
func (s *Server) spouseIn(c *call, l *letter.Letter) (spouse []identity.Number, err error) {
	own, _, err := s.housingOf(c.r.Context(), l.To.Party)
	for _, k := range own {
		for i := range k.Settled {
			if x := &k.Settled[i]; k.HasSpouse() && slices.Contains(l.About, housing.SettledStream(x.Household, x.Run)) {
				spouse = append(spouse, k.Spouse)
			}
		}
	}
	return spouse, err
}

// hasHousehold reports whether a person has had housing allowance, or is the spouse of who had.
func (s *Server) hasHousehold(ctx context.Context, party identity.Number) (bool, error) {
	own, elsewhere, err := s.housingOf(ctx, party)
	return len(own)+len(elsewhere) > 0, err
}

// householdsOf are the households of a person, as applicant and as spouse, by year. One with
// somebody who is protected is there for those alone who handle them.
func (s *Server) householdsOf(c *call, n *controlling, party identity.Number) ([]personPart, error) {
	if !c.user.mayUse(readHousing) {
		return nil, nil
	}
	own, elsewhere, err := s.housingOf(c.r.Context(), party)
	if err != nil {
		return nil, err
	}
	t := c.text
	closed := func(who identity.Number) bool {
		return who != identity.None && n.register.Protected(who, n.on) && !c.handlesProtected()
	}
	var all []personPart
	for _, k := range own {
		if closed(k.Spouse) {
			continue
		}
		p := personPart{Text: t("housing.person.year", strconv.Itoa(k.Year)), Href: householdHref(k.ID, k.Year), Sub: t("housing.person.paid", t.kronor(k.Paid()), t("housing.who.applicant")), State: t("housing.person.waits")}
		if last := k.Last(); last != nil {
			p.State = t.netOf(last.Whole)
		}
		all = append(all, p)
	}
	seen := map[housing.Concern]bool{}
	for _, x := range elsewhere {
		if seen[x] || closed(x.Party) {
			continue
		}
		seen[x] = true
		all = append(all, personPart{Text: t("housing.person.year", strconv.Itoa(x.Year)), Href: householdHref(x.Household, x.Year), Sub: t("housing.person.spouse"), State: t("housing.who.spouse")})
	}
	return all, nil
}
