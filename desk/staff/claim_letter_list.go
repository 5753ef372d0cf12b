package staff

import (
	"net/url"
	"slices"
	"strconv"
	"strings"

	"balans/law/calendar"
	"balans/recover/claim"
	"balans/recover/letter"
)

// claimLetterRow is a letter about the claim.
type claimLetterRow struct {
	Href, Text, Sub string
	// Back is where it is recorded on the claim that the letter came back, when that is to be
	// done: the letter of the decision did, and the claim does not know.
	Back string
	// Returned: it came back.
	Returned bool
}

// lettersOfClaim lists the letters to the debtors about the claim, as known then.
func (s *Server) lettersOfClaim(c *call, cf *claimFile, at calendar.Instant, v *claimView) error {
	if !c.user.mayUse(readLetters) {
		return nil
	}
	for n, d := range cf.decision.Debtors {
		all, err := letter.Of(c.r.Context(), s.journal, d.Number, at)
		if err != nil {
			return err
		}
		for _, l := range all {
			about, err := l.Subject()
			if err != nil {
				return err
			}
			if about.Claim != cf.decision.ID && !slices.Contains(l.About, claim.Stream(cf.decision.ID)) {
				continue
			}
			v.Letters = append(v.Letters, s.claimLetter(c, cf, l, n, v.Now))
		}
	}
	slices.SortStableFunc(v.Letters, func(a, b claimLetterRow) int { return strings.Compare(b.Sub, a.Sub) })
	return nil
}

func (s *Server) claimLetter(c *call, cf *claimFile, l *letter.Letter, debtor int, now bool) claimLetterRow {
	t := c.text
	name := l.Template
	for _, k := range letter.Templates() {
		if k.ID == l.Template && k.Version == l.Version {
			name = t.either(k.Name, t("actletter.template."+k.ID))
		}
	}
	r := claimLetterRow{Href: link("/correspondence", "id", l.ID), Text: name}
	r.Sub = t("actletter.line", l.On.String(), l.To.Party.Masked(), t("letter.state."+l.State.String()))
	if r.Returned = l.Code == letter.CodeReturned; !r.Returned {
		return r
	}
	known := slices.ContainsFunc(cf.events, func(e claim.Event) bool {
		who := e.Detail().Debtor
		return e.Kind == claim.MailReturned && e.OccurredOn >= l.On && (who == 0 || who == l.To.Party)
	})
	if l.Template == letter.IDDecision && !known && now && c.user.mayUse(actOnClaim) {
		r.Back = link("/claims/"+url.PathEscape(cf.decision.ID)+"/act", "do", "mail_back", "act_debtor", strconv.Itoa(debtor+1), "act_on", l.Since.Date().String())
	}
	return r
}
