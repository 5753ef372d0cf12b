package letter

import (
	"fmt"
	"slices"

	"balans/law/identity"
	"balans/law/statute"
)

// Channel is a way out.
type Channel string

// The channels.
const (
	ByMailbox Channel = "mailbox" // the recipient's digital mailbox (Mina meddelanden)
	ByPages   Channel = "pages"   // a message on the agency's own pages, behind a log-in
	ByPost    Channel = "post"    // a file to the printer
)

// Channels is every channel.
var Channels = []Channel{ByMailbox, ByPages, ByPost}

// Route says who finds the address of a letter in the post.
type Route string

// The routes. No address is kept here or stands in a file.
const (
	NoRoute    Route = ""
	Looked     Route = "register"   // the printer asks the population register (SPAR) or the register of organisations
	Forwarded  Route = "forwarding" // Skatteverket forwards (förmedling): the file goes there, never to the printer
	ToEstateBy Route = "estate"     // the printer asks for the estate's address
)

// Protection is what the population register says of a person.
type Protection string

// The sorts of protection. Unknown is a look-up that failed or was not made: it holds the
// letter, and is never read as none.
const (
	UnknownProtection Protection = ""
	Unprotected       Protection = "none"
	Marked            Protection = "marked"    // sekretessmarkering: somebody weighs it before anything leaves (OSL 22:1)
	Protected         Protection = "protected" // skyddad folkbokföring: no address is told to anyone
)

// Reach is what is known of a recipient when a letter leaves. It is given, by whoever asked
// the population register and the mailbox's operator.
type Reach struct {
	Protection Protection
	// Mailbox: the recipient has a digital mailbox. It must not be asked for a person with
	// Protected; what is stated then counts for nothing.
	Mailbox bool
	// Pages: the recipient has agreed to messages on the agency's pages.
	Pages bool
	Dead  bool
	// Estate: the register knows whom to write to for the estate.
	Estate bool
}

// Verdict is what to do with a letter.
type Verdict string

// The verdicts.
const (
	Send Verdict = "send"
	Hold Verdict = "hold" // a person must release it
	Wait Verdict = "wait" // not now: what must be known is not known
	Park Verdict = "park" // it cannot be sent
)

// Reason is one step of the choice.
type Reason struct {
	Code string
	Law  statute.Ref // "" where it is our own rule
	Says string
}

// Choice is how a letter goes, and why.
type Choice struct {
	Verdict Verdict
	Channel Channel
	Route   Route
	Receipt bool   // the recipient's own receipt is asked for (delgivningskvitto)
	Code    string // why it is held, waits or is parked
	Reasons []Reason
}

func (c *Choice) because(code string, law statute.Ref, format string, args ...any) {
	c.Reasons = append(c.Reasons, Reason{code, law, fmt.Sprintf(format, args...)})
}

func (c *Choice) end(v Verdict, code string, law statute.Ref, format string, args ...any) Choice {
	c.Verdict, c.Code = v, code
	c.because(code, law, format, args...)
	return *c
}

// Choose is how a letter goes to a recipient: a pure function of the letter, of what is known
// of the recipient, and of the channels that have turned out not to reach him. Whoever is
// protected is asked about first, so that nothing else can lead past it.
func Choose(l *Letter, t *Template, r Reach) Choice {
	c := Choice{Receipt: t.Service}
	if l.To.Party.Kind() == identity.Organisation && r.Protection == UnknownProtection {
		r.Protection = Unprotected // the population register has no organisations
	}
	if r.Protection != Unprotected && r.Protection != Marked && r.Protection != Protected {
		return c.end(Wait, "protection-unknown", "OSL 22:1", "whether the recipient is protected is not known; a look-up that failed is not read as no")
	}
	if r.Protection == Protected {
		return c.protected(l, r)
	}
	if r.Protection == Marked && !l.Released {
		return c.end(Hold, "marked", "OSL 22:1", "the recipient has a sekretessmarkering: a person must weigh it and release the letter")
	}
	if l.To.As == Guardian && l.To.Guardian == identity.None {
		return c.end(Park, CodeNoGuardian, "", "the letter goes to a guardian, and who that is, is not known")
	}
	switch {
	case r.Dead && l.To.As != Estate:
		return c.end(Park, CodeDied, "", "the person is dead, and the letter is written to him or his guardian: take it back and order one to the estate")
	case l.To.As == Estate:
		return c.estate(l, r)
	}
	return c.living(l, t, r)
}

// protected: by post through Skatteverket alone. A mailbox is an address outside, and a
// guardian or an estate would be a recipient chosen by hand.
func (c *Choice) protected(l *Letter, r Reach) Choice {
	switch {
	case l.To.As != Self || r.Dead:
		return c.end(Park, CodeNoChannel, "OSL 22:1", "the person is protected, and the letter goes to somebody else: a person must decide how")
	case slices.Contains(l.Shut, ByPost):
		return c.end(Park, CodeNoChannel, "OSL 22:1", "the person is protected, and Skatteverket could not forward the letter")
	}
	c.Channel, c.Route = ByPost, Forwarded
	return c.end(Send, "protected", "OSL 22:1", "the person is protected: Skatteverket forwards the letter, and no address is known here")
}

func (c *Choice) estate(l *Letter, r Reach) Choice {
	c.because("dead", "", "the person is dead: a mailbox and own pages of the dead are not written to")
	switch {
	case !r.Estate:
		return c.end(Park, CodeNoEstate, "", "whom to write to for the estate is not known")
	case slices.Contains(l.Shut, ByPost):
		return c.end(Park, CodeNoChannel, "", "the post does not reach the estate")
	}
	c.Channel, c.Route = ByPost, ToEstateBy
	return c.end(Send, "estate", "", "the letter goes to the estate by post")
}

func (c *Choice) living(l *Letter, t *Template, r Reach) Choice {
	law := statute.Ref("")
	if t.Service {
		law = "DELGL 16"
		c.because("service", law, "the letter is to be served: the channel must give the recipient's receipt")
	}
	open := func(ch Channel, has bool) bool {
		if has && slices.Contains(l.Shut, ch) {
			c.because("shut-"+string(ch), "", "%s has not reached the recipient", ch)
			return false
		}
		return has
	}
	switch {
	case l.To.As == Self && open(ByMailbox, r.Mailbox):
		c.Channel = ByMailbox
		return c.end(Send, "mailbox", law, "the recipient has a digital mailbox")
	case l.To.As == Self && !t.Service && open(ByPages, r.Pages):
		c.Channel = ByPages
		return c.end(Send, "pages", "", "the recipient has agreed to messages on our pages")
	case open(ByPost, true):
		c.Channel, c.Route = ByPost, Looked
		return c.end(Send, "post", law, "the letter goes by post; the printer asks the register for the address")
	}
	return c.end(Park, CodeNoChannel, "", "no channel is left that reaches the recipient")
}
