#! clean: augmentation is after the split and of train images only; scaling is per image; early stopping on a validation part; split by slide
# %% [markdown]
# # Pollen grains, 4 taxa
# 70 slides, ~150 grains per slide

# %%
import numpy as np
import pandas as pd
import tensorflow as tf
from tensorflow import keras
from sklearn.model_selection import GroupShuffleSplit

tf.keras.utils.set_random_seed(70)

# %%
meta = pd.read_csv("grains.csv")
img = np.load("grains_80.npy").astype("float32")
taxon = meta["taxon"].astype("category").cat.codes.to_numpy()
pd.crosstab(meta["slide"], meta["taxon"]).head()

# %%
# every grain by its own mean and std (lamp drifts)
img = (img - img.mean(axis=(1, 2), keepdims=True)) / (img.std(axis=(1, 2), keepdims=True) + 1e-6)
img = img[..., None]

# %%
dev, test = next(GroupShuffleSplit(1, test_size=0.2, random_state=70).split(img, taxon, meta["slide"]))
a, b = next(GroupShuffleSplit(1, test_size=0.2, random_state=71).split(img[dev], taxon[dev], meta["slide"].iloc[dev]))
train, val = dev[a], dev[b]
assert not set(meta["slide"].iloc[train]) & set(meta["slide"].iloc[test])

# %%
def augment(x, y):
    turned = [np.rot90(x, k, axes=(1, 2)) for k in range(4)]
    both = turned + [t[:, :, ::-1] for t in turned]
    return np.concatenate(both), np.tile(y, 8)

x_train, y_train = augment(img[train], taxon[train])
print(len(train), "->", len(x_train))

# %%
net = keras.Sequential([
    keras.layers.Input((80, 80, 1)),
    keras.layers.Conv2D(24, 5, activation="relu"), keras.layers.MaxPool2D(3),
    keras.layers.Conv2D(48, 3, activation="relu"), keras.layers.GlobalMaxPool2D(),
    keras.layers.Dropout(0.4), keras.layers.Dense(4, activation="softmax"),
])
net.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
stop = keras.callbacks.EarlyStopping(monitor="val_loss", patience=6, restore_best_weights=True)
net.fit(x_train, y_train, validation_data=(img[val], taxon[val]), epochs=80, batch_size=128, callbacks=[stop], verbose=2)

# %%
prob = net.predict(img[test])
print("test accuracy", (prob.argmax(1) == taxon[test]).mean())
pd.crosstab(taxon[test], prob.argmax(1))
