using CommentService.Moderation.Classifiers.Training;

namespace CommentService.Moderation.Tests.Classifiers;

public sealed class TrainingTests
{
    private static readonly Lazy<Moderation.Classifiers.ClassifierModel> Trained = new(Train);

    [Fact]
    public void Same_examples_give_the_same_weights() => Assert.Equal(Trained.Value.Version, Train().Version);

    [Fact]
    public void What_a_site_has_only_in_spam_is_learnt()
    {
        var policy = Policy.BuiltIn.With(Trained.Value);
        var finding = Assert.Single(Policies.Judge("zorbified gadgets, zorbified gadgets for everyone in town", policy: policy).Findings, f => f.Rule == "spam");
        Assert.True(finding.Score > 0.7);
    }

    [Fact]
    public void Those_of_a_group_are_in_one_part() =>
        Assert.Single(Enumerable.Range(0, 20).Select(i => ModelTraining.FoldOf(Example($"text {i}", ExampleLabel.Spam, "one"))).Distinct());

    [Theory]
    [InlineData("spam")]
    [InlineData("clean")]
    public void Every_template_can_be_filled(string file)
    {
        var phrases = new Phrases(1);
        Assert.All(Phrases.Templates(file), t => Assert.NotEqual("", phrases.Fill(t.Template)));
        Assert.All(Phrases.Templates(file), t => Assert.DoesNotContain('{', phrases.Fill(t.Template).Replace("{ return", "").Replace("{\"name", "")));
    }

    private static Moderation.Classifiers.ClassifierModel Train() => new ModelTraining(
    [
        .. Enumerable.Range(0, 60).Select(i => Example($"zorbified gadgets number {i} for everyone", ExampleLabel.Spam, $"s{i}")),
        .. Enumerable.Range(0, 60).Select(i => Example($"the council met on day {i} for everyone", ExampleLabel.Ham, $"h{i}")),
    ]).Train().All;

    private static Example Example(string text, ExampleLabel label, string group) => new(new ModerationInput("", text), label, "test", group, "en");
}
