namespace CommentService.Moderation.Classifiers;

/// <summary>What the model says of one submission.</summary>
/// <param name="Spam">Logit of the probability that it is spam.</param>
/// <param name="Abuse">Logit of the probability that it is abuse.</param>
/// <param name="Words">Words of the comment.</param>
/// <param name="SpamWords">Those among them that the spam classifier's training saw.</param>
/// <param name="AbuseWords">Those that the abuse classifier's training saw.</param>
internal readonly record struct ClassifierScores(float Spam, float Abuse, int Words, int SpamWords, int AbuseWords)
{
    /// <summary>What is added to the logit of spam for a website that the submission is there for (<see cref="Classifiers.Promotion"/>).</summary>
    public float Promotion { get; init; }

    /// <summary>The logit of a classifier's question as far as the words tell.</summary>
    public float Logit(Classifier classifier) => classifier == Classifier.Spam ? Spam : Abuse;

    /// <summary>What is added whatever the words.</summary>
    public float Beside(Classifier classifier) => classifier == Classifier.Spam ? Promotion : 0;

    /// <summary>Share of the comment's words that training saw; 1 where there are none.</summary>
    public double Known(Classifier classifier) => Words == 0 ? 1 : (double)(classifier == Classifier.Spam ? SpamWords : AbuseWords) / Words;

    public static double Probability(double logit) => 1 / (1 + Math.Exp(-logit));
}
