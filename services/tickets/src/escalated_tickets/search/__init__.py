"""Full text over tickets, without what the searcher may not see."""
