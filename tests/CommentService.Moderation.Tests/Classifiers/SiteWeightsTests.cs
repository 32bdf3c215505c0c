using CommentService.Moderation.Classifiers;

namespace CommentService.Moderation.Tests.Classifiers;

public sealed class SiteWeightsTests
{
    private static readonly ModerationInput Gadgets = new("Ann", "Frobnicated zyxwidgets from the Quillon quarry polish every marble yacht overnight");
    private static readonly ModerationInput Garden = new("Ben Fisher", "The beans in our garden were eaten by slugs before the rain came");

    [Fact]
    public void Nothing_learnt_adds_nothing() => Assert.Null(SiteWeights.Empty.FactFor(Gadgets));

    [Fact]
    public void Rejected_text_scores_higher_and_another_one_hardly_changes()
    {
        var weights = Learn(Gadgets, isWelcome: false, times: 5);
        Assert.True(weights.FactFor(Gadgets)!.Spam > 2);
        Assert.InRange(weights.FactFor(Garden)!.Spam, -1, 1);
    }

    [Fact]
    public void Approving_takes_it_back()
    {
        var weights = Learn(Gadgets, isWelcome: false, times: 5);
        var before = weights.FactFor(Gadgets)!.Spam;
        Assert.True(weights.Learn([new Lesson(Gadgets, true)]).FactFor(Gadgets)!.Spam < before);
    }

    [Fact]
    public void Reason_tells_which_classifier_learns()
    {
        var weights = SiteWeights.Empty.Learn([new Lesson(Gadgets, false, "abusive")]);
        Assert.True(weights.FactFor(Gadgets)!.Abuse > 0);
        Assert.Equal(0, weights.FactFor(Gadgets)!.Spam);
    }

    [Fact]
    public void However_much_is_taught_it_stays_bounded()
    {
        var weights = Learn(Gadgets, isWelcome: false, times: 500);
        Assert.InRange(weights.FactFor(Gadgets)!.Spam, 0, 8);
        Assert.Equal(SiteWeights.Bytes, weights.ToBytes().Length);
    }

    [Fact]
    public void Weights_survive_being_written_and_read()
    {
        var weights = Learn(Gadgets, isWelcome: false, times: 3);
        var read = SiteWeights.Read(weights.Version, weights.ToBytes());
        Assert.Equal(weights.FactFor(Gadgets)!.Spam, read.FactFor(Gadgets)!.Spam, 0.01);
        Assert.Equal(weights.Version, read.FactFor(Gadgets)!.Version);
    }

    [Fact]
    public void Anything_else_is_no_weights_of_a_site() => Assert.Throws<InvalidDataException>(() => SiteWeights.Read(1, "nothing"u8));

    private static SiteWeights Learn(ModerationInput input, bool isWelcome, int times)
    {
        var weights = SiteWeights.Empty;
        for (var i = 0; i < times; i++)
        {
            weights = weights.Learn([new Lesson(input, isWelcome)]);
        }

        return weights;
    }
}
