using CommentService.Moderation.Classifiers;

namespace CommentService.Moderation.Tests.Classifiers;

public sealed class SiteWeightsTests
{
    private static readonly ModerationInput Gadgets = new("Ann", "Frobnicated zyxwidgets from the Quillon quarry polish every marble yacht overnight");
    private static readonly ModerationInput Garden = new("Ben Fisher", "The beans in our garden were eaten by slugs before the rain came");

    private static readonly ModerationInput Long = new("Cy", "My aunt has boiled her own jam for forty years and she never once used a thermometer or a scale for it");
    private static readonly ModerationInput Seller = Long with { Website = "https://jam.example/" };

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
    public void Weights_of_before_there_was_a_memory_are_read()
    {
        var weights = Learn(Gadgets, isWelcome: false, times: 3);
        var read = SiteWeights.Read(weights.Version, weights.ToBytes().AsSpan(..(SiteWeights.Bytes / 2)));
        Assert.Equal(weights.FactFor(Gadgets)!.Spam, read.FactFor(Gadgets)!.Spam, 0.01);
        Assert.Equal(0, read.FactFor(Long)!.Copied);
    }

    [Fact]
    public void What_was_taken_down_is_known_again_in_other_words()
    {
        var weights = Learn(Long, isWelcome: false, times: 1);
        Assert.Equal(1, weights.FactFor(Long)!.Copied);
        Assert.InRange(weights.FactFor(Long with { Comment = Long.Comment.Replace("jam", "honey", StringComparison.Ordinal) })!.Copied, 0.5, 0.9);
        Assert.Equal(0, weights.FactFor(Garden)!.Copied);
    }

    [Fact]
    public void Memory_survives_being_written_and_read()
    {
        var weights = Learn(Seller, isWelcome: false, times: 1);
        var read = SiteWeights.Read(weights.Version, weights.ToBytes()).FactFor(Seller)!;
        Assert.Equal((1.0, true), (read.Copied, read.IsWebsiteRefused));
    }

    [Theory]
    [InlineData("https://jam.example/", "http://www.JAM.example/other/page", true)]
    [InlineData("https://jam.example/", "https://honey.example/", false)]
    [InlineData("https://facebook.com/jam", "https://www.facebook.com/JAM?ref=1", true)]
    [InlineData("https://facebook.com/jam", "https://facebook.com/ann.baker", false)]
    [InlineData("https://jam.example/", null, false)]
    public void Website_that_was_taken_down_is_known_by_its_host_or_its_profile(string refused, string? website, bool isKnown) =>
        Assert.Equal(isKnown, Learn(Seller with { Website = refused }, isWelcome: false, times: 1).FactFor(Garden with { Website = website })!.IsWebsiteRefused);

    [Fact]
    public void Welcome_takes_out_of_the_memory()
    {
        var fact = Learn(Seller, isWelcome: false, times: 1).Learn([new Lesson(Seller, true)]).FactFor(Seller)!;
        Assert.Equal((0.0, false), (fact.Copied, fact.IsWebsiteRefused));
    }

    [Fact]
    public void What_the_rules_refuse_is_kept_but_never_against_a_moderator()
    {
        var sample = new SiteSample([], [Seller]);
        Assert.True(SiteWeights.Empty.Learn([new Lesson(Garden, true)], sample).FactFor(Seller)!.IsWebsiteRefused);
        Assert.False(SiteWeights.Empty.Learn([new Lesson(Seller, true)]).Learn([new Lesson(Garden, true)], sample).FactFor(Seller)!.IsWebsiteRefused);
    }

    [Fact]
    public void What_stands_on_the_page_is_not_blamed_for_its_words()
    {
        var sample = new SiteSample([Garden, Garden with { Comment = "Our yacht is of marble and we polish it overnight" }], []);
        SiteWeights with = SiteWeights.Empty, without = SiteWeights.Empty;
        for (var i = 0; i < 5; i++)
        {
            with = with.Learn([new Lesson(Gadgets, false)], sample);
            without = without.Learn([new Lesson(Gadgets, false)]);
        }

        Assert.True(with.FactFor(sample.Published[1])!.Spam < without.FactFor(sample.Published[1])!.Spam);
    }

    [Fact]
    public void Text_of_a_few_words_is_no_copy_of_another() =>
        Assert.Equal(0, Learn(Garden with { Comment = "Thanks for this, it was just what we needed." }, isWelcome: false, times: 1).FactFor(Garden with { Comment = "Thanks for this, it was just what we needed." })!.Copied);

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
