package letter_test

import (
	"fmt"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"balans/law/identity"
	"balans/recover/letter"
)

// drawn is a letter, a template and what is known of the recipient, all at random.
func drawn(t *rapid.T) (*letter.Letter, *letter.Template, letter.Reach) {
	all := letter.Templates()
	tmpl := all[rapid.IntRange(0, len(all)-1).Draw(t, "template")]
	l := &letter.Letter{ID: "L-1001", Template: tmpl.ID, Version: tmpl.Version, Released: rapid.Bool().Draw(t, "released"),
		To: letter.Recipient{Party: anna, As: rapid.SampledFrom([]letter.As{letter.Self, letter.Guardian, letter.Estate}).Draw(t, "as")}}
	if l.To.As == letter.Guardian && rapid.Bool().Draw(t, "guardian") {
		l.To.Guardian = bertil
	}
	for _, c := range letter.Channels {
		if rapid.Bool().Draw(t, "shut "+string(c)) {
			l.Shut = append(l.Shut, c)
		}
	}
	return l, &tmpl, letter.Reach{
		Protection: rapid.SampledFrom([]letter.Protection{"", letter.Unprotected, letter.Marked, letter.Protected, "no such"}).Draw(t, "protection"),
		Mailbox:    rapid.Bool().Draw(t, "mailbox"), Pages: rapid.Bool().Draw(t, "pages"), Dead: rapid.Bool().Draw(t, "dead"), Estate: rapid.Bool().Draw(t, "estate")}
}

// TestChoose_theProtectedNeverLeak: whatever else is known, what is sent to somebody protected
// goes through Skatteverket alone; to somebody marked only after a release; and to nobody
// whose protection is not known.
func TestChoose_theProtectedNeverLeak(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		l, tmpl, r := drawn(t)
		c := letter.Choose(l, tmpl, r)
		sent := c.Verdict == letter.Send
		switch r.Protection {
		case letter.Protected:
			if sent && (c.Channel != letter.ByPost || c.Route != letter.Forwarded || l.To.As != letter.Self) {
				t.Errorf("protected, and sent by %s, %s, to %s", c.Channel, c.Route, l.To.As)
			}
			if r2 := r; true {
				r2.Mailbox, r2.Pages = !r.Mailbox, !r.Pages
				if fmt.Sprint(letter.Choose(l, tmpl, r2)) != fmt.Sprint(c) {
					t.Error("a mailbox of somebody protected changed the choice")
				}
			}
		case letter.Marked:
			if sent && !l.Released {
				t.Error("marked, and sent without a release")
			}
		case letter.Unprotected:
		default:
			if c.Verdict != letter.Wait {
				t.Errorf("protection %q is not known, and the verdict is %s", r.Protection, c.Verdict)
			}
		}
		if r.Protection != letter.Protected && c.Route == letter.Forwarded {
			t.Error("somebody who is not protected is told to be, by the way the letter goes")
		}
	})
}

// TestChoose_agreesWithATable holds Choose against the rules written down another way: by what
// may be said of each outcome.
func TestChoose_agreesWithATable(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		l, tmpl, r := drawn(t)
		c := letter.Choose(l, tmpl, r)
		if len(c.Reasons) == 0 || c.Verdict != letter.Send && c.Reasons[len(c.Reasons)-1].Code != c.Code {
			t.Errorf("%+v does not say why", c)
		}
		for _, why := range c.Reasons {
			if why.Law != "" && why.Law.Check() != nil || why.Says == "" {
				t.Errorf("%+v", why)
			}
		}
		if c.Verdict != letter.Send {
			if c.Channel != "" || c.Route != "" {
				t.Errorf("%s, and a channel: %+v", c.Verdict, c)
			}
			return
		}
		for _, fault := range []struct {
			says string
			is   bool
		}{
			{"by a channel that does not reach", slices.Contains(l.Shut, c.Channel)},
			{"to a mailbox nobody has", c.Channel == letter.ByMailbox && !r.Mailbox},
			{"to pages nobody agreed to", c.Channel == letter.ByPages && !r.Pages},
			{"to be served, by a channel without a receipt", tmpl.Service && c.Channel == letter.ByPages},
			{"to be served, without asking for a receipt", tmpl.Service != c.Receipt},
			{"to somebody dead", r.Dead && l.To.As != letter.Estate},
			{"to an estate nobody knows", l.To.As == letter.Estate && (!r.Estate || c.Route != letter.ToEstateBy)},
			{"to a guardian nobody knows", l.To.As == letter.Guardian && l.To.Guardian == identity.None},
			{"to the person's mailbox instead of the one in his place", l.To.As != letter.Self && c.Channel != letter.ByPost},
			{"by post though he can be reached at once", c.Route == letter.Looked && l.To.As == letter.Self && r.Mailbox && !slices.Contains(l.Shut, letter.ByMailbox)},
			{"without a route", (c.Route == letter.NoRoute) != (c.Channel != letter.ByPost)},
		} {
			if fault.is {
				t.Errorf("sent %s: %+v to %+v, %+v", fault.says, c, l.To, r)
			}
		}
	})
}
