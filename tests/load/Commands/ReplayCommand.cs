namespace CommentService.Load.Commands;
internal static class ReplayCommand { public static Task<int> RunAsync(Arguments a) { a.RefuseUnknown(); return Task.FromResult(0); } }
