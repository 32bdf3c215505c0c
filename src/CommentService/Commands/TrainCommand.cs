using System.Diagnostics;
using CommentService.Moderation.Classifiers.Training;

namespace CommentService.Commands;

/// <summary><c>train &lt;folder&gt; [--out weights.bin]</c>: learns the classifiers' weights from labelled comments.</summary>
internal static class TrainCommand
{
    private const string DefaultOut = "src/CommentService.Moderation/Classifiers/weights.bin";

    public static void Run(Arguments arguments)
    {
        var started = Stopwatch.GetTimestamp();
        var examples = Corpus.Read(arguments.Folder).Where(Corpus.Teaches).Select(r => r.Example).ToList();
        Console.WriteLine($"Learning from {examples.Count:N0} comments of {string.Join(", ", examples.Select(e => e.Source).Distinct())}.");
        var (model, _) = new ModelTraining(examples).Train();
        var file = arguments.Option("out") ?? DefaultOut;
        File.WriteAllBytes(file, model.ToBytes());
        Console.WriteLine($"Wrote model {model.Version} to {file} in {Stopwatch.GetElapsedTime(started).TotalSeconds:N0} s.");
    }
}
