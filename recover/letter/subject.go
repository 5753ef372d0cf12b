package letter

import (
	"encoding/json"
	"fmt"
)

// Subject is what the letter is about. Every template's facts have it.
func (l *Letter) Subject() (s Subject, err error) {
	if err = json.Unmarshal(l.facts.Facts, &s); err != nil {
		err = fmt.Errorf("letter %s: what it is about cannot be read: %w", l.ID, err)
	}
	return s, err
}
