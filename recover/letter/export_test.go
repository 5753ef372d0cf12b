package letter

import "balans/journal"

// BodyTexts is the body of an order as it is stored, and as journal.Body writes it whole.
func BodyTexts(o *Order) (stored, whole string, err error) {
	body, err := o.body()
	if err != nil {
		return "", "", err
	}
	if stored, err = body.text(); err != nil {
		return "", "", err
	}
	whole, err = journal.Body(body)
	return stored, whole, err
}

// SetStop has a run stop at a point, as a kill would.
func (o *Outbox) SetStop(stop func(point string) error) { o.stop = stop }
