#! leaky
# %% [markdown]
# # Galaxy Zoo, small CNN in PyTorch
# spirals / ellipticals / edge-on, 64x64 cut-outs

# %%
import copy
import numpy as np
import torch
from torch import nn
from torch.utils.data import DataLoader, TensorDataset
from sklearn.model_selection import train_test_split

torch.manual_seed(0)
np.random.seed(0)
dev = "cuda" if torch.cuda.is_available() else "cpu"

# %%
z = np.load("galaxies_64.npz")
imgs = z["images"].astype("float32") / 255.0
kind = z["label"].astype("int64")
itr, ite = train_test_split(np.arange(len(kind)), test_size=0.2, stratify=kind, random_state=0)
def loader(ix, shuffle):
    ds = TensorDataset(torch.tensor(imgs[ix]).permute(0, 3, 1, 2), torch.tensor(kind[ix]))
    return DataLoader(ds, batch_size=64, shuffle=shuffle)
train_dl, test_dl = loader(itr, True), loader(ite, False)

# %%
net = nn.Sequential(
    nn.Conv2d(3, 16, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2),
    nn.Conv2d(16, 32, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2),
    nn.Flatten(), nn.Linear(32 * 16 * 16, 64), nn.ReLU(), nn.Dropout(0.3), nn.Linear(64, 3),
).to(dev)
opt = torch.optim.Adam(net.parameters(), lr=1e-3)
lossf = nn.CrossEntropyLoss()

# %%
def accuracy(dl):
    net.eval()
    ok = n = 0
    with torch.no_grad():
        for xb, yb in dl:
            ok += (net(xb.to(dev)).argmax(1).cpu() == yb).sum().item()
            n += len(yb)
    return ok / n

# %%
best_acc, best_state, wait = 0.0, None, 0
for epoch in range(60):
    net.train()
    for xb, yb in train_dl:
        opt.zero_grad()
        lossf(net(xb.to(dev)), yb.to(dev)).backward()
        opt.step()
    acc = accuracy(test_dl)
    print(epoch, acc)
    if acc > best_acc:  #! leak-multitest: best epoch and early stopping by the test accuracy which is then reported
        best_acc, best_state, wait = acc, copy.deepcopy(net.state_dict()), 0  #? leak-multitest
    else:
        wait += 1
        if wait > 8:
            break

# %%
net.load_state_dict(best_state)
print("final test accuracy:", accuracy(test_dl))  #? leak-multitest
