package register

import (
	"slices"

	"balans/law/calendar"
	"balans/law/identity"
)

// apart is a delivery of which something was set aside because an identity was protected.
type apart struct {
	delivery *Delivery
	taken    bool // what was set aside has been taken in since
}

// apart are the deliveries of which something was set aside so.
func (b *Book) apart() (all []apart) {
	for i := range b.deliveries {
		d := &b.deliveries[i]
		if d.Completed == 0 || len(d.protected) == 0 {
			continue
		}
		taken := slices.ContainsFunc(b.deliveries, func(o Delivery) bool { return o.ID == d.ID+protectedEnd && o.Completed != 0 })
		all = append(all, apart{d, taken})
	}
	return all
}

// setAside is the forms of the deliveries from which facts of a party may have been set
// aside and are not known at an instant. Whose they were is not written down where everybody
// can read it, so they are those of everyone who was protected when the file was taken in.
func setAside(deliveries []apart, party identity.Number, all []Fact, knownAt calendar.Instant) (formats []Format) {
	if len(deliveries) == 0 || !slices.ContainsFunc(all, func(f Fact) bool { return f.Kind == Population && f.Status == Protected }) {
		return nil
	}
	for _, a := range deliveries {
		d := a.delivery
		// A fact that says itself when it was received is known from then, whenever it was taken
		// in; one that does not, from when it was.
		later := func(f Fact) bool {
			return f.Delivery == d.ID+protectedEnd && f.Known > knownAt && f.Known > d.Completed
		}
		if a.taken && !slices.ContainsFunc(all, later) {
			continue
		}
		then := newPerson(party, all, d.Completed)
		for day := d.Begun.Date(); day <= d.Completed.Date(); day++ { // it may have been interrupted for days
			if then.Protected(day) {
				formats = append(formats, d.Format)
				break
			}
		}
	}
	return formats
}
