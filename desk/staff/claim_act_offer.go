package staff

import (
	"fmt"
	"net/url"
	"slices"
	"strings"

	"balans/journal"
	"balans/recover/claim"
	"balans/steer/report"
)

// actGroup is acts of one sort on the claim's page.
type actGroup struct {
	Name  string
	Links []actLink
}

type actLink struct{ Href, Text string }

// offerActs puts links to what the user may do on the claim's page in the place of what
// may be done, and says of the others why not. What is no act stays as it is told.
func (s *Server) offerActs(c *call, f *facts, cf *claimFile, l *claimLife, v *claimView) error {
	if !c.user.mayUse(actOnClaim) || !v.Now || !v.Decided {
		return nil
	}
	x, err := s.actingOn(c, f, cf)
	if err != nil {
		return err
	}
	var not []refusedRow
	at := map[refusal]int{}
	for i := range acts {
		a := &acts[i]
		stopped, err := x.stops(a)
		if err != nil {
			return err
		}
		what := c.text("act." + a.name)
		if len(stopped) == 0 {
			v.offer(c.text("act.group."+a.group), actLink{link("/claims/"+url.PathEscape(x.on.ID)+"/act", "do", a.name), what})
			continue
		}
		for _, h := range stopped {
			r := h.refusal
			if r.rule == c.text("rule.not-now") && r.why != "" {
				what, r.why = c.text("act."+a.name)+" ("+r.why+")", ""
			}
			n, ok := at[r]
			if !ok {
				n = len(not)
				at[r], not = n, append(not, refusedRow{Rule: r.rule, Why: r.why, Source: r.source})
			}
			not[n].What = append(not[n].What, what)
		}
	}
	may, rest := l.optionsBut(c.text, isAct)
	v.May, v.MayNot = may, append(not, rest...)
	return nil
}

func (v *claimView) offer(group string, link actLink) {
	if n := len(v.Acts); n > 0 && v.Acts[n-1].Name == group {
		v.Acts[n-1].Links = append(v.Acts[n-1].Links, link)
		return
	}
	v.Acts = append(v.Acts, actGroup{group, []actLink{link}})
}

// mostStored is how many events the note of what was stored looks at.
const mostStored = 200

// storedText says what an act of the user stored, by the numbers of its events; "" when the
// address names none of them. Of other streams only how many is told.
func (s *Server) storedText(c *call, cf *claimFile) (string, error) {
	var first, last int64
	if _, err := fmt.Sscanf(c.asked.get("stored"), "%d-%d", &first, &last); err != nil || first < 1 || last < first || last-first >= mostStored {
		return "", nil
	}
	head, err := s.journal.Head(c.r.Context())
	if err != nil || last > head.Seq {
		return "", err
	}
	t := c.text
	var told []string
	beside := int64(0)
	own := claim.Stream(cf.decision.ID)
	err = s.journal.ScanBetween(c.r.Context(), first-1, last+1, func(e *journal.Event) error {
		if e.Actor != c.user.ID || e.Cause != actOnClaim { // the route of acts has the name of its permission
			return nil
		}
		n := slices.IndexFunc(cf.stored, func(s journal.Event) bool { return s.Seq == e.Seq })
		if e.Stream != own || n < 0 {
			beside++
			return nil
		}
		told = append(told, t("act.stored.event", report.KindText(cf.events[n].Kind, c.lang), e.OccurredOn.String(), e.Seq))
		return nil
	})
	var says []string
	if len(told) > 0 {
		says = append(says, t("act.stored", strings.Join(told, "; ")))
	}
	if beside > 0 {
		says = append(says, t("act.stored.beside", number(beside)))
	}
	return strings.Join(says, " "), err
}
