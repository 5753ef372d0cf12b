package payout

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
)

// idSet is a set of ids as one sum, which is the same in whatever order they come and
// takes 40 bytes however many they are.
type idSet struct {
	count int
	sum   [4]uint64 // of the hashes of the ids, each quarter by itself
}

func (s *idSet) add(id string) {
	h := sha256.Sum256([]byte(id))
	for i := range s.sum {
		s.sum[i] += binary.BigEndian.Uint64(h[8*i:])
	}
	s.count++
}

// text is the digest of the set, 16 characters.
func (s *idSet) text() string {
	b := binary.BigEndian.AppendUint64(nil, uint64(s.count))
	for _, n := range s.sum {
		b = binary.BigEndian.AppendUint64(b, n)
	}
	h := sha256.Sum256(b)
	return hex.EncodeToString(h[:8])
}
