package staff

import (
	"fmt"
	"net/url"
	"strings"

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

// storedText says what a command of the user stored on the claim, by the numbers of its
// events; "" when the address names none of them.
func storedText(t translate, lang report.Language, cf *claimFile, actor, param string) string {
	var first, last int64
	if _, err := fmt.Sscanf(param, "%d-%d", &first, &last); err != nil || first < 1 || last < first {
		return ""
	}
	var told []string
	for n := range cf.stored {
		if s := &cf.stored[n]; s.Seq >= first && s.Seq <= last && s.Actor == actor {
			told = append(told, t("act.stored.event", report.KindText(cf.events[n].Kind, lang), s.OccurredOn.String(), s.Seq))
		}
	}
	if len(told) == 0 {
		return ""
	}
	text := t("act.stored", strings.Join(told, "; "))
	if beside := last - first + 1 - int64(len(told)); beside > 0 {
		text += " " + t("act.stored.beside", number(beside))
	}
	return text
}
