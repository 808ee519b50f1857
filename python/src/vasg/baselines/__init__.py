"""What the paper compares itself with: BPR-MF, VBPR, IBR, and the map from features to factors.

Trained by the loop of VASG (`vasg.trainer.loop`), from samples that the client draws. Without a server:

    data = checked_inputs(arrays, knobs.feature_scaling, torch.device("cpu"))
    task = RankingTask(knobs, data, seed, chunks)
    for event in StageRun(task, CheckpointFolder(folder), threading.Event(), Pacing()).events():
        ...
    users, (warm, cold) = task.model.user_rows(), task.model.all_product_rows()

where `arrays` maps each TensorRole to its array and `chunks` yields SampleChunks, epoch by epoch.
"""
