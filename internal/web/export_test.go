package web

// ForgetAnswers drops every answer that is kept, as after a start.
func (s *Site) ForgetAnswers() {
	s.kept.Clear()
	s.items.mu.Lock()
	defer s.items.mu.Unlock()
	s.items.answers = nil
	s.items.version = ""
}

// HeldAnswers is how many answers about records are kept.
func (s *Site) HeldAnswers() int { return s.kept.Held() }
