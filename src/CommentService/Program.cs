Console.WriteLine("CommentService");
