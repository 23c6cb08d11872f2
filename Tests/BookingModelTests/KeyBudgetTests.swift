import TestDesk
import Testing

/// Every row of README's table of keys per task, counted on the model.
@Suite struct KeyBudgetTests {
  @Test(arguments: KeyBudget.all) func `the task takes no more keys than its budget`(budget: KeyBudget) {
    #expect(budget.keys.count <= budget.limit)
    let played = budget.play()
    #expect(played.isDone)
    #expect(!played.isDoneEarly)
  }
}
